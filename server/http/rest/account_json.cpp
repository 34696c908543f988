#include <server/http/rest/account_json.h>
#include <shared/api/rfc3339.h>

namespace beaver::http {

void writeTexts(JsonWriter &json, std::string_view name, const std::vector<std::string> &texts)
{
    json.key(name).beginArray();
    for (const auto &text : texts)
        json.value(text);
    json.endArray();
}

void writeAccount(JsonWriter &json, const identity::Account &account, const ledger::Balance &balance)
{
    json.beginObject()
        .field("id", account.id.text())
        .field("email", account.email)
        .field("full_name", account.fullName)
        .optionalField("role", identity::roleName(account.role))
        .field("plan", account.plan)
        .field("status", account.status)
        .field("balance", balance.balance)
        .field("held", balance.held)
        .field("available", balance.available())
        .field("currency", "USD")
        .field("time_zone", account.timeZone)
        .optionalField("pricing_policy", account.pricingPolicy)
        .optionalField("username", account.username)
        .field("email_verified", account.emailVerified)
        .field("two_factor", account.secondFactor)
        .field("created_at", api::rfc3339(account.createdAtMs))
        .endObject();
}

void writeTransaction(JsonWriter &json, const ledger::Entry &entry)
{
    json.beginObject()
        .field("id", entry.id.text())
        .field("type", ledger::entryTypeName(entry.type))
        .field("amount", entry.customer)
        .field("balance_after", entry.balanceAfter)
        .field("description", entry.description)
        .optionalField("reference", entry.reference)
        .field("created_at", api::rfc3339(entry.createdAtMs))
        .endObject();
}

} // namespace beaver::http
