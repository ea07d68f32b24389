"""Carries out the calls of the official SDK of Python that arrive as lines of JSON, and answers each with one line."""
import json
import sys

import plivo
from plivo.exceptions import ResourceNotFoundError
from plivo.rest import client as rest

base, auth_id, auth_token = sys.argv[1:4]
uri = base + '/v1/Account'
rest.PLIVO_API_BASE_URI = uri
rest.API_VOICE_BASE_URI = uri
rest.API_VOICE_BASE_URI_FALLBACK_1 = uri
rest.API_VOICE_BASE_URI_FALLBACK_2 = uri
plivo_client = rest.Client(auth_id, auth_token)
answers = sys.stdout
# The SDK prints a line when it repeats a request.
sys.stdout = sys.stderr


def plain(value):
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if hasattr(value, '__dict__'):
        return {key: plain(item) for key, item in vars(value).items() if key not in ('client', '_client')}
    return value


def carry_out(name, arguments):
    if name == 'validate_v3_signature':
        return plivo.utils.validate_v3_signature(**arguments)
    target = plivo_client
    for part in name.split('.'):
        target = getattr(target, part)
    return target(**arguments)


for line in sys.stdin:
    asked = json.loads(line)
    try:
        answer = {'value': plain(carry_out(asked['name'], asked['arguments']))}
    except ResourceNotFoundError:
        answer = {'value': None, 'none': True}
    except Exception as error:
        answer = {'error': type(error).__name__ + ': ' + str(error)}
    answers.write(json.dumps(answer) + '\n')
    answers.flush()
