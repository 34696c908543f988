#include <server/payments/billing_settings.h>
#include <shared/base/decimal.h>
#include <shared/base/json_writer.h>

#include <map>

namespace beaver::payments {

namespace {

constexpr std::string_view prefix = "billing.";

/// A percentage out of parts per million.
std::string percent(std::int64_t ppm)
{
    return formatScaled(ppm, 4);
}

Result<void> put(storage::Connection &connection, const std::string &name, const std::string &value)
{
    const std::string key = std::string(prefix) + name;
    const auto done = connection
                          .prepared("INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET "
                                    "value = excluded.value")
                          .bind(key)
                          .bind(value)
                          .run();
    return done ? Result<void>() : Result<void>(done.error());
}

} // namespace

std::string BillingSettings::json() const
{
    JsonWriter json;
    json.beginObject()
        .field("seller_name", sellerName)
        .field("seller_address", sellerAddress)
        .field("seller_tax_id", sellerTaxId)
        .field("seller_email", sellerEmail)
        .rawField("tax_rate", percent(taxRatePpm))
        .field("tax_included", taxIncluded)
        .field("invoice_prefix", invoicePrefix)
        .field("invoice_note", invoiceNote);
    return json.endObject().take();
}

std::string BillingProfile::json() const
{
    JsonWriter json;
    json.beginObject().field("name", name).field("address", address).field("tax_id", taxId);
    if (taxRatePpm)
        json.rawField("tax_rate", percent(*taxRatePpm));
    else
        json.nullField("tax_rate");
    return json.endObject().take();
}

namespace store {

Result<BillingSettings> settings(storage::Connection &connection)
{
    auto &list = connection.prepared("SELECT name, value FROM settings WHERE name LIKE 'billing.%'");
    std::map<std::string, std::string> values;
    auto row = list.next();
    for (; row && *row; row = list.next())
        values[list.text(0).substr(prefix.size())] = list.text(1);
    if (!row)
        return row.error();
    BillingSettings settings;
    const auto text = [&](const std::string &name, std::string &to) {
        if (const auto found = values.find(name); found != values.end())
            to = found->second;
    };
    text("seller_name", settings.sellerName);
    text("seller_address", settings.sellerAddress);
    text("seller_tax_id", settings.sellerTaxId);
    text("seller_email", settings.sellerEmail);
    text("invoice_prefix", settings.invoicePrefix);
    text("invoice_note", settings.invoiceNote);
    std::string number;
    text("tax_rate_ppm", number);
    settings.taxRatePpm = number.empty() ? 0 : std::stoll(number);
    number.clear();
    text("tax_included", number);
    settings.taxIncluded = number != "0";
    return settings;
}

Result<void> setSettings(storage::Connection &connection, const BillingSettings &settings)
{
    for (const auto &[name, value] : {std::pair<std::string, std::string>("seller_name", settings.sellerName),
                                      {"seller_address", settings.sellerAddress},
                                      {"seller_tax_id", settings.sellerTaxId},
                                      {"seller_email", settings.sellerEmail},
                                      {"tax_rate_ppm", std::to_string(settings.taxRatePpm)},
                                      {"tax_included", settings.taxIncluded ? "1" : "0"},
                                      {"invoice_prefix", settings.invoicePrefix},
                                      {"invoice_note", settings.invoiceNote}}) {
        if (auto done = put(connection, name, value); !done)
            return done;
    }
    return {};
}

Result<BillingProfile> profile(storage::Connection &connection, const AccountId &account)
{
    auto &find =
        connection.prepared("SELECT name, address, tax_id, tax_rate_ppm FROM billing_profiles WHERE account_id "
                            "= ?");
    const auto row = find.bind(account.text()).next();
    if (!row)
        return row.error();
    BillingProfile profile;
    if (*row) {
        profile = {find.text(0), find.text(1), find.text(2), {}};
        if (!find.isNull(3))
            profile.taxRatePpm = find.integer(3);
    }
    find.reset();
    return profile;
}

Result<void> setProfile(storage::Connection &connection, const AccountId &account, const BillingProfile &profile,
                        std::int64_t nowMs)
{
    auto &put = connection.prepared(
        "INSERT INTO billing_profiles (account_id, name, address, tax_id, tax_rate_ppm, updated_at) VALUES (?, ?, ?, "
        "?, "
        "?, ?) ON CONFLICT (account_id) DO UPDATE SET name = excluded.name, address = excluded.address, tax_id = "
        "excluded.tax_id, tax_rate_ppm = excluded.tax_rate_ppm, updated_at = excluded.updated_at");
    put.bind(account.text()).bind(profile.name).bind(profile.address).bind(profile.taxId);
    if (profile.taxRatePpm)
        put.bind(*profile.taxRatePpm);
    else
        put.bindNull();
    const auto done = put.bind(nowMs).run();
    return done ? Result<void>() : Result<void>(done.error());
}

} // namespace store

} // namespace beaver::payments
