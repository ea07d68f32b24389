export type Page<Item> = { items: readonly Item[]; next: string | null };
