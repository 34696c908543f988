#include <server/identity/key_json.h>
#include <shared/api/rfc3339.h>

namespace beaver::identity {

namespace {

void writeList(JsonWriter &json, std::string_view name, const std::vector<std::string> &texts)
{
    json.key(name).beginArray();
    for (const auto &text : texts)
        json.value(text);
    json.endArray();
}

void writeTime(JsonWriter &json, std::string_view name, std::optional<std::int64_t> atMs)
{
    json.optionalField(name, atMs ? api::rfc3339(*atMs) : std::string());
}

void writeNumber(JsonWriter &json, std::string_view name, std::optional<std::int64_t> number)
{
    if (number)
        json.field(name, *number);
    else
        json.nullField(name);
}

/// What somebody decides about a key.
void writeDecided(JsonWriter &json, const ApiKey &key)
{
    json.field("name", key.name).optionalField("role", roleName(key.role));
    writeList(json, "scopes", key.scopes);
    writeList(json, "permissions", key.permissions);
    writeList(json, "allowed_models", key.allowedModels);
    writeList(json, "allowed_ips", key.allowedIps);
    writeList(json, "allowed_referrers", key.allowedReferrers);
    writeNumber(json, "request_cap", key.requestCap);
    writeTime(json, "expires_at", key.expiresAtMs);
    json.field("require_signature", key.requireSignature).field("is_active", key.active);
    json.rawField("metadata", key.metadata.empty() ? "{}" : std::string_view(key.metadata));
}

} // namespace

void writeKeyMembers(JsonWriter &json, const ApiKey &key, std::int64_t nowMs)
{
    json.field("id", key.id.text())
        .field("account_id", key.account.text())
        .field("project_id", key.project.text())
        .optionalField("created_by", key.createdBy.text())
        .field("preview", key.preview)
        .optionalField("environment", key.environment())
        .field("status", key.status(nowMs));
    writeDecided(json, key);
    writeNumber(json, "requests_made", key.requestsMade);
    json.field("can_sign", key.canSign).key("old_secrets").beginArray();
    for (const auto &old : key.oldSecrets)
        json.beginObject()
            .field("preview", old.preview)
            .field("works_until", api::rfc3339(old.worksUntilMs))
            .endObject();
    json.endArray();
    writeTime(json, "last_used_at", key.lastUsedAtMs);
    writeTime(json, "rotated_at", key.rotatedAtMs);
    writeTime(json, "revoked_at", key.revokedAtMs);
    json.field("created_at", api::rfc3339(key.createdAtMs));
}

std::string keyAuditJson(const ApiKey &key)
{
    JsonWriter json;
    json.beginObject()
        .field("account_id", key.account.text())
        .field("project_id", key.project.text())
        .field("preview", key.preview);
    writeDecided(json, key);
    json.field("can_sign", key.canSign);
    writeTime(json, "rotated_at", key.rotatedAtMs);
    writeTime(json, "revoked_at", key.revokedAtMs);
    return json.endObject().take();
}

} // namespace beaver::identity
