"""What schemathesis cannot know of itself: a key is for one request, and NDJSON is one JSON value per line."""

import json
import re
import uuid

import schemathesis

KEY = re.compile(r"[\x21-\x7e]{1,255}\Z")


@schemathesis.hook
def before_call(context, case, kwargs):
    """A generated key that is good is replaced: used a second time it would be refused, and rightly."""
    key = (case.headers or {}).get("Idempotency-Key")
    if isinstance(key, str) and KEY.match(key):
        case.headers["Idempotency-Key"] = str(uuid.uuid4())


@schemathesis.serializer("application/x-ndjson")
def ndjson(ctx, value):
    if isinstance(value, (str, bytes)):
        return value if isinstance(value, bytes) else value.encode("utf-8", "replace")
    items = value if isinstance(value, list) else [value]
    return "".join(json.dumps(item) + "\n" for item in items).encode()
