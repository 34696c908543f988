"""Requests that are likely to succeed, so that answers of success are held against the document too: a text that was made up is
rarely the name of a model. A request keeps its own values where a field has none here."""

import itertools

NUMBERS = itertools.count(1)

# By the name of the field; what is callable is called with the world for each request.
VALUES = {
    "account": lambda world: world.victim["id"], "account_id": lambda world: world.victim["id"],
    "alias": lambda world: f"alias-{next(NUMBERS)}", "amount": 1.5, "allowed_ips": ["192.0.2.0/24"], "allowed_models": ["gpt-4o-mini"],
    "allowed_referrers": ["example.com"], "api_key": lambda world: world.victims_key, "base_url": "http://127.0.0.1:9/v1", "cacheTtl": 60,
    "completion_window": "24h", "confirmation": "DELETE_ACCOUNT", "contents": [{"role": "user", "parts": [{"text": "Hello"}]}],
    "credential": "sk-sensible-0123456789", "credits": 25, "current_password": lambda world: world.password, "dailyBudget": 5,
    "daily_budget": 5, "documents": ["one", "two"], "domain_referrers": ["example.com"],
    "email": lambda world: f"sensible{next(NUMBERS)}@beaver.test", "endpoint": "/v1/chat/completions", "environment": "test",
    "environment_tag": "test", "events": ["balance.low"], "expiration_days": 7, "expires_at": "2099-01-01T00:00:00Z", "expires_in_days": 7,
    "format": "json", "from": "2026-01-01T00:00:00Z", "grace_seconds": 60, "group_by": "model", "id": lambda world: f"sensible-{next(NUMBERS)}",
    "input": "Hello", "ip_allowlist": ["192.0.2.0/24"], "is_active": True, "limits": {"requests_per_minute": 1000}, "list_prices": {"input": 1},
    "markup_percent": 12, "messages": [{"role": "user", "content": "Hello"}], "model": "gpt-4o-mini", "month": "2026-01",
    "monthlyBudget": 50, "monthly_budget": 50, "name": lambda world: f"Sensible {next(NUMBERS)}", "key_name": lambda world: f"Sensible {next(NUMBERS)}",
    "openaiKey": "sk-sensible-0123456789", "password": lambda world: world.password, "period": "30d", "permissions": ["read"], "plan": "free",
    "pricing_policy": "markup", "project_id": None, "prompt": "Hello", "provider": "openai", "purpose": "batch", "query": "Hello",
    "rate_limits": {"requests_per_minute": 60}, "reason": "A test", "request_cap": 100, "scope": "account", "scopes": ["chat.completions"],
    "stream": False, "supported_models": ["gpt-4o-mini"], "temperature": 0.5, "time_zone": "Europe/Berlin", "total_budget": 50,
    "until": "2026-02-01T00:00:00Z", "url": "https://hooks.example/sensible", "username": lambda world: f"sensible{next(NUMBERS)}",
    "user_id": None, "voice": "alloy", "weekly_budget": 20, "max_tokens": 16, "max_output_tokens": 16, "maxTokens": 16,
}
# These are put in though they may be missing: little works without them.
ALWAYS = ("model", "contents", "name", "base_url", "password", "training_file")
# Where a name means another thing than elsewhere.
OF_OPERATION = {
    "POST /admin/api-keys/revoke": {"ids": ["key_nobody"], "dry_run": True},
    "POST /api/admin/servers": {"api_key": "sk-sensible-0123456789"}, "PATCH /api/admin/servers/{id}": {"api_key": "sk-sensible-0123456789"},
    "PUT /projects/{id}/credentials/{provider}": {"api_key": "sk-sensible-0123456789"},
    "PATCH /admin/accounts/{id}": {"status": "active", "role": None, "limits": None},
    "PUT /admin/limits": {"id": lambda world: world.victim["id"]}, "GET /admin/limits": {"id": lambda world: world.victim["id"]},
    "DELETE /admin/limits": {"id": lambda world: world.victim["id"]},
    "POST /admin/limit": {"api_key": lambda world: world.victims_key}, "POST /admin/add_credits": {"api_key": lambda world: world.victims_key},
    "POST /admin/invoices": {"account_id": lambda world: world.victim["id"]},
    "POST /admin/refunds": {"account_id": lambda world: world.victim["id"], "reference": lambda world: world.paid_call, "amount": 1e-9},
    "GET /v1/generation": {"id": lambda world: world.paid_call}, "GET /api/v1/generation": {"id": lambda world: world.paid_call},
    "POST /auth/refresh": {"refresh_token": lambda world: world.refresh_token()},
    "POST /auth/password/change": {"password": "Beavers-like-18-warm-lakes"},
    "POST /admin/models": {"input_modalities": ["text"], "output_modalities": ["text"], "features": [], "aliases": [], "context_length": 1000},
    "POST /admin/mail/test": {"to": "nobody@beaver.test"},
    "POST /auth/login": {"email": lambda world: world.victim["email"], "password": lambda world: world.password},
    "POST /api/auth/login": {"email": lambda world: world.victim["email"], "password": lambda world: world.password},
    "POST /projects/{id}/members": {"email": lambda world: world.victim["email"], "role": "member"},
    "POST /admin/pricing/corrections": {"dry_run": True},
    "POST /account/vouchers/redeem": {"code": lambda world: world.voucher()},
    "GET /account/calls/export": {"format": "jsonl"}, "GET /admin/calls/export": {"format": "jsonl"}, "GET /admin/audit/export": {"format": "csv"},
    
}
for _path in ("POST /key/generate", "POST /key/update", "POST /user/new"):
    OF_OPERATION[_path] = {"models": ["gpt-4o-mini"], "duration": "30d", "max_budget": 5, "budget_duration": "30d", "tpm_limit": 1000, "rpm_limit": 10,
                           "max_parallel_requests": 2, "blocked": False, "key_type": "default", "key_alias": "Sensible", "team_id": None,
                           "key": lambda world: world.new_key(), "auto_create_key": True, "user_role": "internal_user",
                           "user_email": lambda world: f"sensible{next(NUMBERS)}@beaver.test"}
for _path in ("POST /key/block", "POST /key/unblock", "GET /key/info"):
    OF_OPERATION[_path] = {"key": lambda world: world.new_key()}
OF_OPERATION["POST /key/delete"] = {"keys": lambda world: [world.new_key()], "key_aliases": []}
OF_OPERATION["GET /key/list"] = {"key_alias": "Sensible", "key_hash": None, "team_id": None, "return_full_object": "true"}
OF_OPERATION["GET /spend/logs"] = {"api_key": lambda world: world.new_key(), "request_id": None, "start_date": "2026-01-01", "end_date": "2026-02-01"}
for _path in ("POST /v1/embeddings", "POST /api/v1/embeddings", "POST /api/v1/completions/embeddings"):
    OF_OPERATION[_path] = {"model": "text-embedding-3-small", "encoding_format": "float", "encodingFormat": "float", "dimensions": None}
for _path in ("/v1/batches", "/api/v1/batches"):
    OF_OPERATION["POST " + _path] = {"input_file_id": lambda world: world.file_id, "metadata": None}


def make_sensible(case, schema, world, all_fields):
    """Changes the request: fields that the document doesn't name go, so do those that may be missing and have no value here, unless
    `all_fields`. `schema` is that of its body, without references, or None."""
    own = OF_OPERATION.get(case.operation.label, {})
    values = VALUES | own

    def value(name, made_up):
        if name not in values:
            return made_up
        return values[name](world) if callable(values[name]) else values[name]

    def chosen(fields, required, named):
        return {name: value(name, made_up) for name, made_up in fields.items()
                if name in named and (name in required or all_fields or name in values) and value(name, made_up) is not None}

    if isinstance(case.body, dict) and schema:
        required, named = schema.get("required", []), schema.get("properties", {})
        wanted = {name: case.body.get(name) for name in named if name in required or name in case.body or name in own or name in ALWAYS}
        case.body = chosen(wanted, required, named)
    if case.query:
        parameters = {each["name"]: each for each in case.operation.definition.raw.get("parameters", []) if each["in"] == "query"}
        required = [name for name, each in parameters.items() if each.get("required")]
        case.query = chosen(dict(case.query), required, parameters)
        case.query.pop("after", None)
        case.query.pop("before", None)
    if case.headers:
        case.headers.pop("Idempotency-Key", None)
