#include <QLocale>

#include <admin-ui/models/cell.h>
#include <admin-ui/models/pricing_policy.h>
#include <admin-ui/models/table_specs.h>
#include <admin-ui/text/number_text.h>

#include <algorithm>

namespace beaver::admin::tables {

using namespace Qt::StringLiterals;

namespace {

QString word(const char *text)
{
    return QCoreApplication::translate("Tables", text);
}

const JsonValue &either(const JsonValue &json, QLatin1StringView a, QLatin1StringView b)
{
    return json[a].isNull() ? json[b] : json[a];
}

TableSpec audit()
{
    TableSpec spec;
    spec.path = u"/admin/audit"_s;
    spec.searchedAs = u"search"_s;
    spec.exportedBy = u"/admin/audit/export"_s;
    spec.columns = {{word(QT_TRANSLATE_NOOP("Tables", "Time")), u"time"_s, 118},
                    {word(QT_TRANSLATE_NOOP("Tables", "Who")), u"person"_s, 220},
                    {word(QT_TRANSLATE_NOOP("Tables", "Action")), u"badge"_s, 150},
                    {word(QT_TRANSLATE_NOOP("Tables", "On what")), u"mono"_s},
                    {word(QT_TRANSLATE_NOOP("Tables", "Address")), u"mono"_s, 116, 860},
                    {word(QT_TRANSLATE_NOOP("Tables", "Request")), u"mono"_s, 130, 1'000}};
    spec.cells = [](const JsonValue &json) -> QVariantList {
        const QString action = json["action"_L1].plain();
        const bool takes = action.endsWith("delete"_L1) || action.endsWith("revoke"_L1) || action.endsWith("pause"_L1);
        return {timeCell(either(json, "at"_L1, "created_at"_L1)),
                textCell(json["actor"_L1].plain()),
                badgeCell(action, takes                          ? u"warn"_s
                                  : action.endsWith("create"_L1) ? u"accent"_s
                                                                 : u"neutral"_s),
                monoCell(json["subject"_L1].plain()),
                monoCell(json["address"_L1].plain()),
                monoCell(json["request_id"_L1].plain())};
    };
    spec.actions = [](const JsonValue &, const Session &) { return QStringList{u"audit.open"_s}; };
    spec.titleMember = u"action"_s;
    spec.watches = {u"account"_s, u"key"_s, u"money"_s, u"endpoint"_s, u"model"_s, u"plan"_s, u"settings"_s};
    spec.emptyGlyph = u"scrollText"_s;
    spec.emptyTitle = word(QT_TRANSLATE_NOOP("Tables", "Nothing was changed yet"));
    spec.emptyText = word(QT_TRANSLATE_NOOP(
        "Tables", "Every change that somebody makes is written here, before and after, and can't be taken back."));
    return spec;
}

TableSpec models()
{
    TableSpec spec;
    spec.path = u"/admin/models"_s;
    spec.searchedAs = u"search"_s;
    spec.ownPath = u"/v1/models"_s;
    spec.columns = {{word(QT_TRANSLATE_NOOP("Tables", "Model")), u"modelName"_s},
                    {word(QT_TRANSLATE_NOOP("Tables", "Category")), u"badge"_s, 104, 800},
                    {word(QT_TRANSLATE_NOOP("Tables", "List in")), u"number"_s, 62},
                    {word(QT_TRANSLATE_NOOP("Tables", "List out")), u"number"_s, 62},
                    {word(QT_TRANSLATE_NOOP("Tables", "Sale in")), u"strong"_s, 74, 600},
                    {word(QT_TRANSLATE_NOOP("Tables", "Sale out")), u"strong"_s, 74, 600},
                    {word(QT_TRANSLATE_NOOP("Tables", "Context")), u"number"_s, 78, 860},
                    {word(QT_TRANSLATE_NOOP("Tables", "Status")), u"status"_s, 72, 620}};
    spec.cells = [](const JsonValue &json) -> QVariantList {
        const JsonValue &list = json.at(u"list_prices.0");
        const bool unknown = json["price_state"_L1].plain() == "unknown"_L1;
        const bool active = json["is_active"_L1].truth().value_or(true);
        QVariantMap context =
            textCell(json["context_length"_L1].real().value_or(0) > 0 ? shortCount(*json["context_length"_L1].real())
                                                                      : QString());
        context[u"sort"_s] = json["context_length"_L1].real().value_or(0);
        QString provider = json["provider"_L1].plain();
        if (const JsonValue &change = json["price_changes_at"_L1]; !change.isNull() && !change.plain().isEmpty())
            provider = QCoreApplication::translate("Tables", "%1 · new price %2")
                           .arg(provider, timeCell(change)[u"text"_s].toString());
        return {textCell(json["id"_L1].plain(), provider),
                wordCell(json["category"_L1].plain()),
                priceCell(list["input"_L1]),
                priceCell(list["output"_L1]),
                textCell({}),
                textCell({}),
                context,
                unknown ? badgeCell(word(QT_TRANSLATE_NOOP("Tables", "No price")), u"danger"_s)
                        : wordCell(active ? u"active"_s : u"inactive"_s)};
    };
    // What an account without a policy of its own pays.
    spec.complete = [](QVariantList &cells, const JsonValue &json, const QVariantMap &facts) {
        const QString own = json["pricing_policy"_L1].plain();
        const PricingPolicy policy = PricingPolicy::parse(own.isEmpty() ? facts[u"policy"_s].toString() : own);
        const QVariant markup = facts[json["category"_L1].plain()];
        const JsonValue &list = json.at(u"list_prices.0");
        const auto percent = markup.isValid() ? std::optional(markup.toDouble()) : std::nullopt;
        if (const auto input = policy.sale(u"input"_s, list["input"_L1].real(), percent))
            cells[4] = priceCell(*input);
        if (const auto output = policy.sale(u"output"_s, list["output"_L1].real(), percent))
            cells[5] = priceCell(*output);
    };
    spec.actions = [](const JsonValue &json, const Session &session) {
        if (!session.operates())
            return QStringList{};
        if (!session.mayCreate())
            return QStringList{u"model.history"_s};
        return QStringList{u"model.price"_s,
                           u"model.edit"_s,
                           u"model.history"_s,
                           u"model.correct"_s,
                           u"-"_s,
                           json["is_active"_L1].truth().value_or(true) ? u"model.deactivate"_s : u"model.activate"_s};
    };
    spec.dimmed = [](const JsonValue &json) { return !json["is_active"_L1].truth().value_or(true); };
    spec.titleMember = u"id"_s;
    spec.watches = {u"model"_s};
    spec.emptyGlyph = u"tags"_s;
    spec.emptyTitle = word(QT_TRANSLATE_NOOP("Tables", "No models"));
    spec.emptyText = word(QT_TRANSLATE_NOOP("Tables", "The catalogue is empty. Add a model or import the catalogue."));
    spec.filters = {{u"category"_s,
                     word(QT_TRANSLATE_NOOP("Tables", "Category")),
                     {{{}, word(QT_TRANSLATE_NOOP("Tables", "All"))},
                      {u"ULTRA_BUDGET"_s, wordText(u"ULTRA_BUDGET"_s)},
                      {u"BUDGET"_s, wordText(u"BUDGET"_s)},
                      {u"MID_RANGE"_s, wordText(u"MID_RANGE"_s)},
                      {u"PREMIUM"_s, wordText(u"PREMIUM"_s)},
                      {u"ULTRA_PREMIUM"_s, wordText(u"ULTRA_PREMIUM"_s)}}}};
    spec.pageSize = 200;
    return spec;
}

TableSpec aliases()
{
    TableSpec spec;
    spec.path = u"/admin/model-aliases"_s;
    spec.columns = {{word(QT_TRANSLATE_NOOP("Tables", "Alias")), u"mono"_s},
                    {word(QT_TRANSLATE_NOOP("Tables", "Stands for")), u"mono"_s}};
    spec.cells = [](const JsonValue &json) -> QVariantList {
        return {monoCell(json["alias"_L1].plain()), monoCell(json["model"_L1].plain())};
    };
    spec.actions = [](const JsonValue &, const Session &session) {
        return session.mayCreate() ? QStringList{u"alias.edit"_s, u"-"_s, u"alias.delete"_s} : QStringList{};
    };
    spec.idMember = u"alias"_s;
    spec.titleMember = u"alias"_s;
    spec.watches = {u"model"_s, u"alias"_s};
    spec.emptyGlyph = u"link"_s;
    spec.emptyTitle = word(QT_TRANSLATE_NOOP("Tables", "No aliases"));
    spec.emptyText = word(QT_TRANSLATE_NOOP(
        "Tables", "An alias is another name that clients may call a model by; it can move on to a newer one."));
    return spec;
}

QVariantMap endpointSwitch(bool on)
{
    QVariantMap cell = textCell(on ? word(QT_TRANSLATE_NOOP("Tables", "Takes calls"))
                                   : word(QT_TRANSLATE_NOOP("Tables", "Takes none")));
    cell[u"on"_s] = on;
    cell[u"action"_s] = on ? u"endpoint.pause"_s : u"endpoint.resume"_s;
    return cell;
}

TableSpec endpoints()
{
    TableSpec spec;
    spec.path = u"/admin/endpoints"_s;
    spec.columns = {{word(QT_TRANSLATE_NOOP("Tables", "Endpoint")), u"endpointName"_s, 190},
                    {word(QT_TRANSLATE_NOOP("Tables", "Last 24 h")), u"strip"_s},
                    {word(QT_TRANSLATE_NOOP("Tables", "State")), u"status"_s, 96},
                    {word(QT_TRANSLATE_NOOP("Tables", "Circuit")), u"badge"_s, 92, 900},
                    {word(QT_TRANSLATE_NOOP("Tables", "First byte")), u"number"_s, 84},
                    {word(QT_TRANSLATE_NOOP("Tables", "Failures")), u"number"_s, 76},
                    {word(QT_TRANSLATE_NOOP("Tables", "In flight")), u"number"_s, 72, 960},
                    {word(QT_TRANSLATE_NOOP("Tables", "Answered")), u"number"_s, 84, 1'040},
                    {word(QT_TRANSLATE_NOOP("Tables", "Weight")), u"number"_s, 64, 820},
                    {word(QT_TRANSLATE_NOOP("Tables", "On")), u"switch"_s, 40}};
    spec.cells = [](const JsonValue &json) -> QVariantList {
        const JsonValue &health = json["health"_L1];
        const QString status = json["status"_L1].plain();
        QVariantMap failures = percentCell(health["failure_percent"_L1]);
        const double percent = health["failure_percent"_L1].real().value_or(0);
        failures[u"tone"_s] = percent >= 20 ? u"danger"_s : percent >= 2 ? u"warn"_s : QString();
        QVariantMap name =
            textCell(json["name"_L1].plain(), json["region"_L1].plain().isEmpty()
                                                  ? json["provider"_L1].plain()
                                                  : json["provider"_L1].plain() + u" · "_s + json["region"_L1].plain());
        name[u"tone"_s] = wordCell(health["state"_L1].plain())[u"tone"_s];
        return {name,
                QVariantMap{{u"strip"_s, QVariantList()}, {u"text"_s, wordText(health["state"_L1].plain())}},
                wordCell(status == "active"_L1 ? health["state"_L1].plain() : status),
                wordCell(health["breaker"_L1].plain()),
                durationCell(health["first_byte_ms"_L1]),
                failures,
                countCell(health["in_flight"_L1]),
                countCell(health["answered"_L1]),
                countCell(json["weight"_L1]),
                endpointSwitch(status == "active"_L1)};
    };
    spec.complete = [](QVariantList &cells, const JsonValue &json, const QVariantMap &strips) {
        QVariantMap cell = cells[1].toMap();
        cell[u"strip"_s] = strips[json["id"_L1].plain()];
        cells[1] = cell;
    };
    spec.actions = [](const JsonValue &json, const Session &session) {
        if (!session.mayCreate())
            return QStringList{};
        const bool active = json["status"_L1].plain() == "active"_L1;
        QStringList ids{u"endpoint.check"_s, u"endpoint.edit"_s, u"-"_s};
        ids << (active ? QStringList{u"endpoint.pause"_s, u"endpoint.drain"_s} : QStringList{u"endpoint.resume"_s});
        if (json["source"_L1].plain() != "env"_L1)
            ids << u"-"_s << u"endpoint.delete"_s;
        return ids;
    };
    spec.dimmed = [](const JsonValue &json) { return json["status"_L1].plain() == "paused"_L1; };
    spec.watches = {u"endpoint"_s};
    spec.emptyGlyph = u"server"_s;
    spec.emptyTitle = word(QT_TRANSLATE_NOOP("Tables", "No provider endpoints"));
    spec.emptyText = word(QT_TRANSLATE_NOOP(
        "Tables", "Until you add one, only the built-in models beaver/echo and beaver/lorem answer."));
    return spec;
}

TableSpec plans()
{
    TableSpec spec;
    spec.path = u"/admin/plans"_s;
    spec.columns = {{word(QT_TRANSLATE_NOOP("Tables", "Plan")), u"text"_s},
                    {word(QT_TRANSLATE_NOOP("Tables", "Accounts")), u"number"_s, 100}};
    spec.cells = [](const JsonValue &json) -> QVariantList {
        return {textCell(either(json, "display_name"_L1, "name"_L1).plain()), countCell(json["accounts"_L1])};
    };
    spec.actions = [](const JsonValue &, const Session &session) {
        return session.mayCreate() ? QStringList{u"plan.edit"_s, u"-"_s, u"plan.delete"_s} : QStringList{};
    };
    spec.watches = {u"plan"_s};
    spec.emptyGlyph = u"gauge"_s;
    spec.emptyTitle = word(QT_TRANSLATE_NOOP("Tables", "No plans"));
    spec.emptyText = word(QT_TRANSLATE_NOOP("Tables", "A plan is a named set of limits."));
    return spec;
}

/// How far a limit is used.
QVariantMap usedCell(const JsonValue &json)
{
    const double limit = std::max(1e-9, json["limit"_L1].real().value_or(1));
    const double used = json["used"_L1].real().value_or(0);
    const auto text = [&json](QLatin1StringView member) {
        return limitCell(json["name"_L1].plain(), json[member])[u"text"_s].toString();
    };
    QVariantMap share = textCell(text("used"_L1) + u" / "_s + text("limit"_L1));
    share[u"share"_s] = used / limit;
    share[u"sort"_s] = used / limit;
    share[u"tone"_s] = used / limit > 0.9 ? u"danger"_s : used / limit > 0.75 ? u"warn"_s : u"accent"_s;
    return share;
}

QVariantMap enforcedCell(const JsonValue &json)
{
    return json["shadow"_L1].truth().value_or(false)
               ? badgeCell(word(QT_TRANSLATE_NOOP("Tables", "Shadow")), u"neutral"_s)
               : badgeCell(word(QT_TRANSLATE_NOOP("Tables", "Enforced")), u"accent"_s);
}

TableSpec limits()
{
    TableSpec spec;
    spec.path = u"/admin/limits/usage"_s;
    spec.columns = {{word(QT_TRANSLATE_NOOP("Tables", "Who")), u"text"_s},
                    {word(QT_TRANSLATE_NOOP("Tables", "Limit")), u"text"_s, 200},
                    {word(QT_TRANSLATE_NOOP("Tables", "Used")), u"share"_s, 260},
                    {word(QT_TRANSLATE_NOOP("Tables", "Enforced")), u"badge"_s, 100}};
    spec.cells = [](const JsonValue &json) -> QVariantList {
        return {textCell(either(json, "account_id"_L1, "id"_L1).plain(), wordText(json["scope"_L1].plain())),
                textCell(wordText(json["name"_L1].plain())), usedCell(json), enforcedCell(json)};
    };
    spec.actions = [](const JsonValue &json, const Session &session) {
        const QString scope = json["scope"_L1].plain();
        if (!session.mayCreate())
            return QStringList{};
        return QStringList{scope == "plan"_L1 ? u"plan.edit"_s : scope + u".limits"_s};
    };
    spec.titleMember = u"id"_s;
    // Several windows of one owner stand beside each other.
    spec.idOf = [](const JsonValue &json) {
        return QStringList{json["scope"_L1].plain(), json["id"_L1].plain(), json["account_id"_L1].plain(),
                           json["name"_L1].plain()}
            .join(u'/');
    };
    spec.watches = {u"plan"_s, u"limit"_s};
    spec.emptyGlyph = u"gauge"_s;
    spec.emptyTitle = word(QT_TRANSLATE_NOOP("Tables", "Nobody is near a limit"));
    spec.emptyText =
        word(QT_TRANSLATE_NOOP("Tables", "Who has used most of a window shows up here before calls are refused."));
    return spec;
}

TableSpec categories()
{
    TableSpec spec;
    spec.path = u"/admin/pricing-categories"_s;
    spec.columns = {{word(QT_TRANSLATE_NOOP("Tables", "Category")), u"text"_s},
                    {word(QT_TRANSLATE_NOOP("Tables", "Markup")), u"number"_s, 80}};
    spec.cells = [](const JsonValue &json) -> QVariantList {
        const JsonValue &markup = either(json, "markup_percent"_L1, "markup"_L1);
        const auto upTo = json["upper_cut_per_million"_L1].real();
        const QString models = json["models"_L1].isNull()
                                   ? QString()
                                   : QCoreApplication::translate("Tables", "%1 models").arg(json["models"_L1].plain());
        const QString cut =
            upTo ? u"≤ "_s + dollarsText(QLocale().toString(*upTo)) : word(QT_TRANSLATE_NOOP("Tables", "above"));
        return {textCell(wordText(json["name"_L1].plain()), models.isEmpty() ? cut : models + u" · "_s + cut),
                textCell(markup.real() ? u'+' + percentText(QLocale().toString(*markup.real())) : QString())};
    };
    spec.actions = [](const JsonValue &json, const Session &session) {
        if (!session.mayCreate())
            return QStringList{};
        // The dearest reaches to the end.
        const bool last = json["percentile"_L1].integer().value_or(0) == 100;
        return last ? QStringList{u"category.edit"_s} : QStringList{u"category.edit"_s, u"category.cut"_s};
    };
    spec.watches = {u"model"_s, u"category"_s, u"cuts"_s};
    spec.emptyGlyph = u"percent"_s;
    spec.emptyTitle = word(QT_TRANSLATE_NOOP("Tables", "No categories"));
    return spec;
}

/// What one is under oneself.
TableSpec ownLimits()
{
    TableSpec spec = limits();
    spec.path.clear();
    spec.ownPath = u"/account/limits"_s;
    spec.columns = {{word(QT_TRANSLATE_NOOP("Tables", "Limit")), u"text"_s},
                    {word(QT_TRANSLATE_NOOP("Tables", "Used")), u"share"_s, 260},
                    {word(QT_TRANSLATE_NOOP("Tables", "Begins anew")), u"time"_s, 130, 560},
                    {word(QT_TRANSLATE_NOOP("Tables", "Enforced")), u"badge"_s, 100}};
    spec.cells = [](const JsonValue &json) -> QVariantList {
        const QString scope = json["scope"_L1].plain();
        return {textCell(wordText(json["name"_L1].plain()), scope == "plan"_L1
                                                                ? word(QT_TRANSLATE_NOOP("Tables", "Of your plan"))
                                                                : word(QT_TRANSLATE_NOOP("Tables", "Of your account"))),
                usedCell(json), timeCell(json["resets_at"_L1]), enforcedCell(json)};
    };
    spec.actions = {};
    spec.emptyTitle = word(QT_TRANSLATE_NOOP("Tables", "No limits"));
    spec.emptyText = word(QT_TRANSLATE_NOOP("Tables", "Neither your plan nor your account has one. Projects and keys "
                                                      "can have limits and budgets of their own."));
    return spec;
}

} // namespace

Specs operations()
{
    return {{u"audit"_s, audit()},           {u"models"_s, models()},  {u"ownLimits"_s, ownLimits()},
            {u"endpoints"_s, endpoints()},   {u"plans"_s, plans()},    {u"limits"_s, limits()},
            {u"categories"_s, categories()}, {u"aliases"_s, aliases()}};
}

} // namespace beaver::admin::tables
