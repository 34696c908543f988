#include <QLocale>

#include <admin-ui/editors/form_parts.h>
#include <admin-ui/editors/policy_fields.h>
#include <admin-ui/models/cell.h>
#include <admin-ui/models/money_text.h>
#include <shared/base/json_writer.h>

#include <algorithm>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

using Verb = ApiRequest::Verb;

constexpr std::size_t rowsOfSample = 12;

QString amountOf(const JsonValue &json)
{
    const auto amount = json.money();
    return amount ? exactDollars(*amount) : QString();
}

QString shortOf(const JsonValue &json)
{
    return smallMoneyCell(json)[u"text"_s].toString();
}

int numberOf(const JsonValue &json)
{
    return static_cast<int>(json.integer().value_or(0));
}

/// Below the rows that are shown, of so many.
void sayWhatIsLeft(Forecast &forecast, int all)
{
    const int left = all - static_cast<int>(forecast.rows.size()) + 1;
    if (left <= 0)
        return;
    QStringList row(forecast.rows.front().size());
    row.front() = QCoreApplication::translate("Forms", "and %n more", nullptr, left);
    forecast.rows.push_back(row);
}

/// What a correction would move, of which call.
Forecast correctionForecast(const JsonValue &told, Session &session)
{
    Forecast forecast;
    const int calls = numberOf(told["calls"_L1]);
    forecast.nothing = calls == 0;
    if (forecast.nothing) {
        forecast.text = say(QT_TRANSLATE_NOOP("Forms", "No call of the model that ended in this time was priced "
                                                       "otherwise: nothing would change."));
        return forecast;
    }
    forecast.text = QCoreApplication::translate("Forms", "%n call(s) would be corrected. ", nullptr, calls) +
                    say(QT_TRANSLATE_NOOP("Forms", "Customers get back %1 and are charged %2, as far as their "
                                                   "balances go. This can't be undone."))
                        .arg(amountOf(told["refunded"_L1]), amountOf(told["charged"_L1]));
    forecast.textColumns = 2;
    forecast.rows.push_back({say(QT_TRANSLATE_NOOP("Forms", "Call")), say(QT_TRANSLATE_NOOP("Forms", "Account")),
                             say(QT_TRANSLATE_NOOP("Forms", "Was")), say(QT_TRANSLATE_NOOP("Forms", "Becomes")),
                             say(QT_TRANSLATE_NOOP("Forms", "Difference"))});
    const auto &sample = told["sample"_L1].items();
    for (std::size_t i = 0; i < std::min(sample.size(), rowsOfSample); ++i)
        forecast.rows.push_back({sample[i]["call_id"_L1].plain(), session.nameOf(sample[i]["account_id"_L1].plain()),
                                 shortOf(sample[i]["was"_L1]), shortOf(sample[i]["becomes"_L1]),
                                 shortOf(sample[i]["amount"_L1])});
    sayWhatIsLeft(forecast, calls);
    return forecast;
}

/// What a what-if is asked of one category: `{"markups": {"BUDGET": 12}}`.
QByteArray ofCategory(std::string_view what, const QVariantMap &record, const JsonValue &wanted)
{
    JsonWriter json;
    json.beginObject().key(what).beginObject();
    json.rawField(record[u"name"_s].toString().toStdString(), wanted.compact().toStdString());
    return QByteArray::fromStdString(json.endObject().endObject().take());
}

/// What another upper cut would move.
Forecast cutForecast(const JsonValue &told, Session &session)
{
    Forecast forecast;
    const auto &changes = told["changes"_L1].items();
    const int moves = static_cast<int>(changes.size());
    forecast.text = moves == 0 ? say(QT_TRANSLATE_NOOP("Forms", "No model would move."))
                               : QCoreApplication::translate(
                                     "Forms", "%n model(s) would move at the next recalculation.", nullptr, moves) +
                                     u' ' + policyForecast(told, session).text;
    if (moves == 0)
        return forecast;
    forecast.textColumns = 3;
    forecast.rows.push_back({say(QT_TRANSLATE_NOOP("Forms", "Model")), say(QT_TRANSLATE_NOOP("Forms", "From")),
                             say(QT_TRANSLATE_NOOP("Forms", "To")), say(QT_TRANSLATE_NOOP("Forms", "Markup"))});
    for (std::size_t i = 0; i < std::min(changes.size(), rowsOfSample); ++i)
        forecast.rows.push_back(
            {changes[i]["model"_L1].plain(), wordText(changes[i]["from"_L1].plain()),
             wordText(changes[i]["to"_L1].plain()),
             QLocale().toString(changes[i]["markup_percent"_L1].real().value_or(0), 'g', 6) + u'%'});
    sayWhatIsLeft(forecast, moves);
    return forecast;
}

QString priceOf(const JsonValue &price, const QString &bucket)
{
    if (price["price_state"_L1].plain() == "free"_L1)
        return wordText(u"free"_s);
    return priceCell(price.at(u"list_prices.0."_s + bucket))[u"text"_s].toString();
}

QString moved(const JsonValue &change, const QString &bucket)
{
    const QString becomes = priceOf(change["becomes"_L1], bucket);
    if (change["was"_L1].isNull())
        return becomes.isEmpty() ? u"–"_s : becomes;
    const QString was = priceOf(change["was"_L1], bucket);
    return was == becomes ? (was.isEmpty() ? u"–"_s : was) : (was.isEmpty() ? u"–"_s : was) + u" → "_s + becomes;
}

/// What a price map would bring.
Forecast importForecast(const JsonValue &told, Session &)
{
    Forecast forecast;
    const int added = numberOf(told["added"_L1]);
    const int repriced = numberOf(told["repriced"_L1]);
    const int unchanged = numberOf(told["unchanged"_L1]);
    const int refused = numberOf(told["refused"_L1]);
    const int changed = added + repriced;
    forecast.nothing = changed == 0;
    QStringList counts{QCoreApplication::translate("Forms", "%n new model(s)", nullptr, added),
                       QCoreApplication::translate("Forms", "%n with a new price", nullptr, repriced),
                       QCoreApplication::translate("Forms", "%n as they are", nullptr, unchanged)};
    if (refused > 0)
        counts.append(QCoreApplication::translate("Forms", "%n refused", nullptr, refused));
    forecast.text = counts.join(u", "_s) + u". "_s +
                    (forecast.nothing ? say(QT_TRANSLATE_NOOP("Forms", "Nothing would change."))
                                      : say(QT_TRANSLATE_NOOP("Forms", "New prices hold for calls from now on.")));
    if (const auto &problems = told["problems"_L1].items(); !problems.empty())
        forecast.text += u'\n' + say(QT_TRANSLATE_NOOP("Forms", "Refused: %1")).arg(problems.front().plain());
    if (forecast.nothing)
        return forecast;
    forecast.textColumns = 2;
    forecast.rows.push_back({say(QT_TRANSLATE_NOOP("Forms", "Model")), say(QT_TRANSLATE_NOOP("Forms", "Provider")),
                             say(QT_TRANSLATE_NOOP("Forms", "Input")), say(QT_TRANSLATE_NOOP("Forms", "Output"))});
    const auto &changes = told["changes"_L1].items();
    // What has a price already comes first: that is what somebody pays.
    for (const bool known : {true, false})
        for (const JsonValue &change : changes)
            if (change["was"_L1].isNull() != known && forecast.rows.size() <= rowsOfSample)
                forecast.rows.push_back({change["model"_L1].plain(), change["provider"_L1].plain(),
                                         moved(change, u"input"_s), moved(change, u"output"_s)});
    sayWhatIsLeft(forecast, changed);
    return forecast;
}

/// Of what was charged for calls that are over.
FormSpec correctionForm()
{
    FormSpec form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Correct a past price"));
    form.text = say(QT_TRANSLATE_NOOP(
        "Forms", "Calls that ended in this time are priced anew, by the policy and markup of their own receipts. The "
                 "difference becomes an entry in the ledger. New calls keep the model's price of today."));
    form.glyph = u"history"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Correct the calls"));
    form.path = u"/admin/pricing/corrections"_s;
    form.announces = u"money"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "The calls are corrected"));
    form.forecast = correctionForecast;
    FieldSpec model{u"model"_s, say(QT_TRANSLATE_NOOP("Forms", "Model")), u"choice"_s};
    model.optional = false;
    model.optionsFrom = u"/admin/models?limit=1000"_s;
    model.isRecord = true;
    FieldSpec from{u"from"_s, say(QT_TRANSLATE_NOOP("Forms", "From")), u"moment"_s};
    from.placeholder = u"2027-01-31 12:00"_s;
    from.suffix = u"UTC"_s;
    from.optional = false;
    from.half = true;
    FieldSpec until{u"until"_s, say(QT_TRANSLATE_NOOP("Forms", "Until")), u"moment"_s};
    until.placeholder = say(QT_TRANSLATE_NOOP("Forms", "now"));
    until.suffix = u"UTC"_s;
    const FieldSpec free{u"free"_s, say(QT_TRANSLATE_NOOP("Forms", "The model should have been free")), u"toggle"_s};
    const auto price = [](const QString &name, const QString &label, bool optional) {
        FieldSpec field{u"list_prices."_s + name, label, u"price"_s};
        field.suffix = say(QT_TRANSLATE_NOOP("Forms", "USD / 1M"));
        field.optional = optional;
        field.unless = u"free"_s;
        return field;
    };
    FieldSpec input = price(u"input"_s, say(QT_TRANSLATE_NOOP("Forms", "Right list price, input")), false);
    input.value = u"{list_prices.0.input}"_s;
    input.half = true;
    FieldSpec output = price(u"output"_s, say(QT_TRANSLATE_NOOP("Forms", "Output")), false);
    output.value = u"{list_prices.0.output}"_s;
    FieldSpec cached = price(u"cached_read"_s, say(QT_TRANSLATE_NOOP("Forms", "Cached input")), true);
    cached.value = u"{list_prices.0.cached_read}"_s;
    cached.help = say(QT_TRANSLATE_NOOP("Forms", "As input when empty"));
    FieldSpec reason{u"reason"_s, say(QT_TRANSLATE_NOOP("Forms", "Reason")), u"text"_s};
    reason.help = say(QT_TRANSLATE_NOOP("Forms", "Customers read it on their statements"));
    form.fields = {model, from, until, free, input, output, cached, reason};
    return form;
}

/// Of a new model, what it can do and is called besides; folded away.
std::vector<FieldSpec> modelFields()
{
    FieldSpec part{u"further"_s, say(QT_TRANSLATE_NOOP("Forms", "Name, aliases and what it can do")), u"part"_s};
    FieldSpec name{u"name"_s, say(QT_TRANSLATE_NOOP("Forms", "Name")), u"text"_s};
    name.help = say(QT_TRANSLATE_NOOP("Forms", "The ID when empty"));
    FieldSpec aliases{u"aliases"_s, say(QT_TRANSLATE_NOOP("Forms", "Aliases")), u"list"_s};
    aliases.help = say(QT_TRANSLATE_NOOP("Forms", "Other names that clients may call it by, between commas"));
    FieldSpec takes{u"input_modalities"_s, say(QT_TRANSLATE_NOOP("Forms", "Takes")), u"list"_s};
    takes.placeholder = u"text, image"_s;
    takes.help = say(QT_TRANSLATE_NOOP("Forms", "Text alone when empty"));
    takes.half = true;
    FieldSpec makes{u"output_modalities"_s, say(QT_TRANSLATE_NOOP("Forms", "Makes")), u"list"_s};
    makes.placeholder = u"text"_s;
    FieldSpec features{u"features"_s, say(QT_TRANSLATE_NOOP("Forms", "Features")), u"list"_s};
    features.placeholder = u"tools, json_schema"_s;
    features.help = say(QT_TRANSLATE_NOOP("Forms", "tools, json_object, json_schema, reasoning, cache, web_search …"));
    std::vector<FieldSpec> fields{part, name, aliases, takes, makes, features};
    for (FieldSpec &each : fields)
        if (each.kind != "part"_L1)
            each.part = part.name;
    return fields;
}

/// The gateway's.
FormSpec policyForm()
{
    FormSpec form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "What a call costs"));
    form.text = say(QT_TRANSLATE_NOOP("Forms", "Holds for every call from the next one on, but for accounts and models "
                                               "that have a policy of their own. BEAVER_PRICING says: {configured}."));
    form.glyph = u"scale"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Let it hold"));
    form.verb = Verb::Patch;
    form.path = u"/admin/pricing"_s;
    form.foreseenBy = u"/admin/pricing/what-if"_s;
    form.forecast = policyForecast;
    form.announces = u"policy"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "The pricing policy holds from now on"));
    addPolicyFields(form, say(QT_TRANSLATE_NOOP("Forms", "As BEAVER_PRICING says")));
    return form;
}

} // namespace

Forms pricingForms()
{
    Forms forms;
    FormSpec form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Add a model"));
    form.glyph = u"tags"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Add model"));
    form.path = u"/admin/models"_s;
    form.announces = u"model"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Model added"));
    form.fields = {{u"id"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Model ID")),
                    u"text"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "What clients name")),
                    u"acme/writer-2"_s,
                    {},
                    false},
                   {u"provider"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Provider")),
                    u"choice"_s,
                    {},
                    {},
                    {},
                    false,
                    u"openai"_s,
                    {},
                    u"/admin/providers"_s},
                   {u"upstream_model"_s, say(QT_TRANSLATE_NOOP("Forms", "Name at the provider")), u"text"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "The same when empty"))},
                   {u"list_prices.input"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Input")),
                    u"price"_s,
                    {},
                    u"2.50"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "USD / 1M")),
                    false,
                    {},
                    {},
                    {},
                    true},
                   {u"list_prices.output"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Output")),
                    u"price"_s,
                    {},
                    u"10.00"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "USD / 1M")),
                    false},
                   {u"context_length"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Context")),
                    u"number"_s,
                    {},
                    u"128000"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "tokens")),
                    true,
                    {},
                    {},
                    {},
                    true},
                   {u"max_output_tokens"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Longest answer")),
                    u"number"_s,
                    {},
                    u"4096"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "tokens"))}};
    for (FieldSpec &price : form.fields)
        if (price.name.startsWith("list_prices"_L1))
            price.unless = u"free"_s;
    const FieldSpec free{u"free"_s, say(QT_TRANSLATE_NOOP("Forms", "Calls cost nothing")), u"toggle"_s};
    form.fields.insert(form.fields.begin() + 3, free);
    const std::vector<FieldSpec> further = modelFields();
    form.fields.insert(form.fields.end(), further.begin(), further.end());
    forms[u"model.create"_s] = form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "List price"));
    form.text =
        say(QT_TRANSLATE_NOOP("Forms", "{title}. Calls are priced by the new version from then on; receipts keep "
                                       "naming the version they were charged by."));
    form.glyph = u"tags"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Set the price"));
    form.verb = Verb::Patch;
    form.path = u"/admin/models/{id}"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Price set"));
    form.fields = {{u"list_prices.input"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Input")),
                    u"price"_s,
                    {},
                    {},
                    say(QT_TRANSLATE_NOOP("Forms", "USD / 1M")),
                    false,
                    u"{list_prices.0.input}"_s,
                    {},
                    {},
                    true},
                   {u"list_prices.output"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Output")),
                    u"price"_s,
                    {},
                    {},
                    say(QT_TRANSLATE_NOOP("Forms", "USD / 1M")),
                    false,
                    u"{list_prices.0.output}"_s},
                   {u"list_prices.cached_read"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Cached input")),
                    u"price"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "As input when empty")),
                    {},
                    say(QT_TRANSLATE_NOOP("Forms", "USD / 1M")),
                    true,
                    u"{list_prices.0.cached_read}"_s}};
    for (FieldSpec &price : form.fields)
        price.unless = u"free"_s;
    form.fields.insert(form.fields.begin(), free);
    FieldSpec validFrom{u"valid_from"_s, say(QT_TRANSLATE_NOOP("Forms", "Holds from")), u"moment"_s};
    validFrom.placeholder = say(QT_TRANSLATE_NOOP("Forms", "now"));
    validFrom.suffix = u"UTC"_s;
    validFrom.help = say(QT_TRANSLATE_NOOP("Forms", "A time to come, such as 2027-01-31 12:00, schedules the price"));
    form.fields.push_back(validFrom);
    forms[u"model.price"_s] = form;
    FormSpec earlier = form;
    earlier.title = say(QT_TRANSLATE_NOOP("Forms", "Restore an earlier price"));
    earlier.text =
        say(QT_TRANSLATE_NOOP("Forms", "{title}, as of {since}. It becomes a new version: the history stays as it is, "
                                       "and calls that are over keep what they cost."));
    earlier.glyph = u"rotateCcw"_s;
    earlier.button = say(QT_TRANSLATE_NOOP("Forms", "Restore the price"));
    earlier.done = say(QT_TRANSLATE_NOOP("Forms", "The earlier price is restored"));
    for (FieldSpec &field : earlier.fields)
        if (field.name == "free"_L1)
            field.value = u"{free}"_s;
    forms[u"model.restorePrice"_s] = earlier;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Edit model"));
    form.text = u"{title}"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Save"));
    form.glyph = u"pencil"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Model saved"));
    form.onlyChanges = true;
    form.fields = {{u"name"_s, say(QT_TRANSLATE_NOOP("Forms", "Name")), u"text"_s, {}, {}, {}, true, u"{name}"_s},
                   {u"upstream_model"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Name at the provider")),
                    u"text"_s,
                    {},
                    {},
                    {},
                    true,
                    u"{upstream_model}"_s},
                   {u"context_length"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Context")),
                    u"number"_s,
                    {},
                    {},
                    say(QT_TRANSLATE_NOOP("Forms", "tokens")),
                    true,
                    u"{context_length}"_s,
                    {},
                    {},
                    true},
                   {u"max_output_tokens"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Longest answer")),
                    u"number"_s,
                    {},
                    {},
                    say(QT_TRANSLATE_NOOP("Forms", "tokens")),
                    true,
                    u"{max_output_tokens}"_s}};
    addPolicyFields(form, say(QT_TRANSLATE_NOOP("Forms", "As the gateway")));
    forms[u"model.edit"_s] = form;
    forms[u"pricing.policy"_s] = policyForm();

    form = {};
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Markup of {title}"));
    form.text =
        say(QT_TRANSLATE_NOOP("Forms", "Holds for every model of the category from the next call on. What it would "
                                       "have meant for the last 30 days is shown before."));
    form.glyph = u"percent"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Save"));
    form.verb = Verb::Patch;
    form.path = u"/admin/pricing-categories/{name}"_s;
    form.announces = u"category"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Markup saved"));
    form.forecast = policyForecast;
    form.foreseenBy = u"/admin/pricing/what-if"_s;
    form.foreseenBody = [](const JsonValue &body, const QVariantMap &record) {
        return ofCategory("markups", record, body["markup_percent"_L1]);
    };
    form.fields = {{u"markup_percent"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Markup")),
                    u"price"_s,
                    {},
                    {},
                    u"%"_s,
                    false,
                    u"{markup_percent}"_s}};
    forms[u"category.edit"_s] = form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Upper cut of {title}"));
    form.text = say(QT_TRANSLATE_NOOP("Forms", "Models up to this percentile of all list prices belong to it, or to a "
                                               "cheaper one. They move at the next recalculation. What would move, and "
                                               "what that would have meant for the last 30 days, is shown before."));
    form.glyph = u"slidersHorizontal"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Save and recalculate…"));
    form.forecast = cutForecast;
    form.foreseenBody = [](const JsonValue &body, const QVariantMap &record) {
        return ofCategory("percentiles", record, body["percentile"_L1]);
    };
    form.announces = u"cuts"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Cut saved"));
    FieldSpec percentile{u"percentile"_s, say(QT_TRANSLATE_NOOP("Forms", "Percentile")), u"number"_s};
    percentile.help = say(QT_TRANSLATE_NOOP("Forms", "From 1 to 99, between the categories beside it"));
    percentile.value = u"{percentile}"_s;
    percentile.optional = false;
    form.fields = {percentile};
    forms[u"category.cut"_s] = form;

    form = {};
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Add an alias"));
    form.text = say(QT_TRANSLATE_NOOP("Forms", "Another name that clients may call a model by, at the model's price."));
    form.glyph = u"link"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Add alias"));
    form.path = u"/admin/model-aliases"_s;
    form.announces = u"alias"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Alias added"));
    FieldSpec alias{u"alias"_s, say(QT_TRANSLATE_NOOP("Forms", "Alias")), u"text"_s};
    alias.placeholder = u"writer-latest"_s;
    alias.optional = false;
    FieldSpec model{u"model"_s, say(QT_TRANSLATE_NOOP("Forms", "Model")), u"choice"_s};
    model.value = u"{model}"_s;
    model.optional = false;
    model.optionsFrom = u"/admin/models?limit=1000"_s;
    form.fields = {alias, model};
    forms[u"alias.create"_s] = form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Change the alias"));
    form.text = say(QT_TRANSLATE_NOOP("Forms", "{title} stands for this model from the next call on."));
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Save"));
    form.verb = Verb::Patch;
    form.path = u"/admin/model-aliases/{id}"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Alias saved"));
    form.fields = {model};
    forms[u"alias.edit"_s] = form;

    form = {};
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Import prices"));
    form.text = say(QT_TRANSLATE_NOOP(
        "Forms", "From LiteLLM's price map, model_prices_and_context_window.json. Models that aren't here yet are "
                 "added, others get its price; none is removed."));
    form.glyph = u"upload"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Import"));
    form.path = u"/admin/models/import?dry_run={dry_run}"_s;
    form.announces = u"model"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Prices imported"));
    form.forecast = importForecast;
    FieldSpec file{u"file"_s, say(QT_TRANSLATE_NOOP("Forms", "Price map")), u"file"_s};
    file.placeholder = u"model_prices_and_context_window.json"_s;
    file.help = say(QT_TRANSLATE_NOOP("Forms", "A JSON file of at most 8 MB"));
    file.optional = false;
    form.fields = {file};
    forms[u"model.import"_s] = form;

    form = correctionForm();
    forms[u"correction.create"_s] = form;
    form.text = u"{title}. "_s + form.text;
    form.fixed = {{u"model"_s, u"{id}"_s}};
    form.fields.erase(form.fields.begin());
    forms[u"model.correct"_s] = form;
    return forms;
}

} // namespace beaver::admin
