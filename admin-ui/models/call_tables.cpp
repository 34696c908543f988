#include <admin-ui/models/cell.h>
#include <admin-ui/models/report.h>
#include <admin-ui/models/table_specs.h>

namespace beaver::admin::tables {

using namespace Qt::StringLiterals;

namespace {

QString callText(const char *text)
{
    return QCoreApplication::translate("Tables", text);
}

const JsonValue &firstThere(const JsonValue &json, QLatin1StringView a, QLatin1StringView b)
{
    return json[a].isNull() ? json[b] : json[a];
}

QVariantMap httpCell(const JsonValue &status)
{
    const auto code = status.integer().value_or(0);
    return badgeCell(code ? QString::number(code) : u"–"_s, code < 300   ? u"ok"_s
                                                            : code < 500 ? u"warn"_s
                                                                         : u"danger"_s);
}

TableSpec allCalls()
{
    TableSpec spec;
    spec.path = u"/admin/calls"_s;
    spec.columns = {{callText(QT_TRANSLATE_NOOP("Tables", "Time")), u"time"_s, 112},
                    {callText(QT_TRANSLATE_NOOP("Tables", "Status")), u"badge"_s, 58},
                    {callText(QT_TRANSLATE_NOOP("Tables", "Account")), u"text"_s, 0, 520},
                    {callText(QT_TRANSLATE_NOOP("Tables", "Model")), u"mono"_s},
                    {callText(QT_TRANSLATE_NOOP("Tables", "Endpoint")), u"text"_s, 118, 900},
                    {callText(QT_TRANSLATE_NOOP("Tables", "Tokens")), u"number"_s, 108, 620},
                    {callText(QT_TRANSLATE_NOOP("Tables", "Cost")), u"money"_s, 86},
                    {callText(QT_TRANSLATE_NOOP("Tables", "Duration")), u"number"_s, 80, 560}};
    spec.cells = [](const JsonValue &json) -> QVariantList {
        const JsonValue &account = firstThere(json, "account_email"_L1, "account_id"_L1);
        const QString tokens = countText(json["input_tokens"_L1].real().value_or(0)) + u" / "_s +
                               countText(json["output_tokens"_L1].real().value_or(0));
        QVariantMap endpoint = textCell(json["endpoint"_L1].plain());
        if (json["attempts"_L1].integer().value_or(1) > 1)
            endpoint[u"glyph"_s] = u"shuffle"_s;
        QVariantMap tokenCell = textCell(tokens);
        tokenCell[u"sort"_s] = json["input_tokens"_L1].real().value_or(0) + json["output_tokens"_L1].real().value_or(0);
        return {timeCell(json["started_at"_L1]),
                httpCell(json["status"_L1]),
                textCell(account.plain()),
                monoCell(json["model"_L1].plain()),
                endpoint,
                tokenCell,
                smallMoneyCell(json["cost"_L1]),
                durationCell(json["latency_ms"_L1])};
    };
    spec.actions = [](const JsonValue &, const Session &) {
        return QStringList{u"call.open"_s, u"call.account"_s, u"call.playground"_s, u"call.link"_s};
    };
    spec.titleMember = u"id"_s;
    spec.searchedAs = u"search"_s;
    spec.emptyGlyph = u"activity"_s;
    spec.emptyTitle = callText(QT_TRANSLATE_NOOP("Tables", "No calls yet"));
    spec.emptyText = callText(QT_TRANSLATE_NOOP(
        "Tables", "Every request to the gateway is listed here, with what it cost and who answered it."));
    spec.filters = {{u"status"_s,
                     callText(QT_TRANSLATE_NOOP("Tables", "Status")),
                     {{{}, callText(QT_TRANSLATE_NOOP("Tables", "Any"))},
                      {u"200"_s, u"200"_s},
                      {u"400"_s, u"400"_s},
                      {u"402"_s, u"402"_s},
                      {u"429"_s, u"429"_s},
                      {u"503"_s, u"503"_s}}},
                    {u"outcome"_s,
                     callText(QT_TRANSLATE_NOOP("Tables", "Outcome")),
                     {{{}, callText(QT_TRANSLATE_NOOP("Tables", "Any"))},
                      {u"failed"_s, callText(QT_TRANSLATE_NOOP("Tables", "Any failure"))},
                      {u"complete"_s, wordText(u"complete"_s)},
                      {u"cached"_s, wordText(u"cached"_s)},
                      {u"client_gone"_s, wordText(u"client_gone"_s)},
                      {u"refused"_s, wordText(u"refused"_s)},
                      {u"upstream_error"_s, wordText(u"upstream_error"_s)}}},
                    {u"provider"_s,
                     callText(QT_TRANSLATE_NOOP("Tables", "Provider")),
                     {{{}, callText(QT_TRANSLATE_NOOP("Tables", "Any"))},
                      {u"openai"_s, u"OpenAI"_s},
                      {u"anthropic"_s, u"Anthropic"_s},
                      {u"google"_s, u"Google"_s},
                      {u"deepseek"_s, u"DeepSeek"_s},
                      {u"perplexity"_s, u"Perplexity"_s},
                      {u"xai"_s, u"xAI"_s}}}};
    return spec;
}

/// Of oneself, where who runs the gateway has no business: which key it was, and no more of who served it than the
/// provider.
TableSpec ownCalls()
{
    TableSpec spec = allCalls();
    spec.path.clear();
    spec.ownPath = u"/account/calls"_s;
    spec.columns[2] = {callText(QT_TRANSLATE_NOOP("Tables", "Key")), u"text"_s, 132, 520};
    spec.columns[4] = {callText(QT_TRANSLATE_NOOP("Tables", "Provider")), u"text"_s, 118, 900};
    spec.cells = [all = spec.cells](const JsonValue &json) {
        QVariantList cells = all(json);
        cells[2] = textCell(firstThere(json, "key_name"_L1, "key_id"_L1).plain());
        QVariantMap provider = cells[4].toMap();
        provider[u"text"_s] = providerTitle(json["provider"_L1].plain());
        cells[4] = provider;
        return cells;
    };
    spec.actions = [](const JsonValue &, const Session &) {
        return QStringList{u"call.open"_s, u"call.playground"_s, u"call.link"_s};
    };
    spec.emptyText = callText(QT_TRANSLATE_NOOP(
        "Tables", "Every request that is made with your API keys is listed here, with what it cost."));
    return spec;
}

} // namespace

Specs calls()
{
    return {{u"calls"_s, allCalls()}, {u"ownCalls"_s, ownCalls()}};
}

} // namespace beaver::admin::tables
