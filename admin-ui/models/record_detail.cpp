#include <QDateTime>
#include <QLocale>
#include <QUrl>

#include <admin-ui/models/cell.h>
#include <admin-ui/models/chat_code.h>
#include <admin-ui/models/money_text.h>
#include <admin-ui/models/plain_record.h>
#include <admin-ui/models/pricing_policy.h>
#include <admin-ui/models/record_detail.h>
#include <admin-ui/models/report.h>
#include <admin-ui/models/table_spec.h>
#include <admin-ui/text/number_text.h>

#include <algorithm>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

const JsonValue &firstOf(const JsonValue &json, std::initializer_list<QLatin1StringView> names)
{
    for (const QLatin1StringView name : names)
        if (!json[name].isNull())
            return json[name];
    static const JsonValue none;
    return none;
}

QString joined(const JsonValue &list)
{
    QStringList texts;
    for (const JsonValue &each : list.items())
        texts.append(each.isObject() ? each.items().front().plain() : each.plain());
    return texts.join(u", "_s);
}

qint64 msBetween(const JsonValue &from, const JsonValue &to)
{
    const QDateTime begin = QDateTime::fromString(from.plain(), Qt::ISODateWithMs);
    const QDateTime end = QDateTime::fromString(to.plain(), Qt::ISODateWithMs);
    return begin.isValid() && end.isValid() ? begin.msecsTo(end) : -1;
}

/// A member a line; the JSON under the pointer.
QVariantMap membersCell(const JsonValue &object)
{
    QStringList lines;
    for (std::size_t i = 0; i < object.items().size(); ++i) {
        const JsonValue &item = object.items()[i];
        lines.append(object.names()[i] + u": "_s + (item.isString() ? item.string() : item.compact()));
    }
    QVariantMap cell = textCell(lines.join(u'\n'));
    cell[u"exact"_s] = object.pretty();
    return cell;
}

/// Of one bucket: exact too where it is finer than money is kept, which only the sum is rounded to.
QString bucketCost(const JsonValue &cost)
{
    if (const auto amount = cost.money())
        return exactDollars(*amount);
    const auto fine = cost.real();
    if (!fine)
        return u"–"_s;
    constexpr int decimals = 15;
    QString text = QLocale().toString(*fine, 'f', decimals);
    while (text.endsWith(u'0'))
        text.chop(1);
    return dollarsText(text);
}

/// Where a call of a surface goes, if its body says all there is to say.
struct SurfacePath
{
    QLatin1StringView surface;
    QLatin1StringView path;
};
constexpr SurfacePath pathsOfSurfaces[]{{"chat.completions"_L1, "/v1/chat/completions"_L1},
                                        {"messages"_L1, "/v1/messages"_L1},
                                        {"responses"_L1, "/v1/responses"_L1},
                                        {"completions"_L1, "/v1/completions"_L1},
                                        {"embeddings"_L1, "/v1/embeddings"_L1}};

QVariantMap withCopy(QVariantMap cell)
{
    cell[u"copyable"_s] = true;
    return cell;
}

} // namespace

RecordDetail::RecordDetail(QObject *parent)
    : Report(parent)
{
    connect(this, &Report::sessionChanged, this, [this] {
        if (session())
            connect(session(), &Session::namesLearned, this, [this] {
                if (m_answer.isNull())
                    return;
                describe(m_answer);
                Q_EMIT changed();
            });
    });
}

void RecordDetail::setKind(const QString &kind)
{
    m_kind = kind;
    Q_EMIT changed();
}

void RecordDetail::setRecordId(const QString &id)
{
    if (m_recordId == id)
        return;
    m_recordId = id;
    m_bodies.clear();
    m_curl.clear();
    m_bodiesRemark.clear();
    Q_EMIT bodiesChanged();
    reload();
}

void RecordDetail::setRecord(const QVariantMap &record)
{
    m_record = record;
    if (!isLoaded() || m_kind == "audit"_L1)
        if (const auto json = JsonValue::parse(record[u"json"_s].toString().toUtf8())) {
            m_answer = *json;
            describe(*json);
        }
    Q_EMIT changed();
}

QString RecordDetail::title() const
{
    const QString name = firstOf(m_answer, {"full_name"_L1, "name"_L1, "number"_L1}).plain();
    return name.isEmpty() ? (m_record[u"title"_s].toString().isEmpty() ? m_recordId : m_record[u"title"_s].toString())
                          : name;
}

QVariantMap RecordDetail::plainRecord() const
{
    QVariantMap map = m_record;
    for (std::size_t i = 0; i < m_answer.items().size(); ++i)
        if (const JsonValue &item = m_answer.items()[i]; !item.isObject() && !item.isArray())
            map[m_answer.names()[i]] = item.plain();
    if (m_answer.isObject())
        map.insert(beaver::admin::plainRecord(m_answer));
    map[u"id"_s] = m_recordId;
    map[u"title"_s] = title();
    return map;
}

QStringList RecordDetail::actions() const
{
    const TableSpec *spec = tableSpec(m_kind + u's');
    return spec && spec->actions && session() && isLoaded() ? spec->actions(m_answer, *session()) : QStringList();
}

bool RecordDetail::isOwned() const
{
    return isLoaded() && session() && (session()->mayCreate() || !session()->operates()) &&
           m_answer["role"_L1].plain() == "owner"_L1;
}

QVariantMap RecordDetail::within() const
{
    return {{u"project_id"_s, m_recordId}, {u"project_role"_s, m_answer["role"_L1].plain()}};
}

ApiRequest RecordDetail::request() const
{
    if (m_recordId.isEmpty() || m_kind == "audit"_L1)
        return {};
    if (m_kind == "billing"_L1)
        return {ApiRequest::Verb::Get,
                session()->operates()
                    ? u"/admin/accounts/"_s + QString::fromLatin1(QUrl::toPercentEncoding(m_recordId)) + u"/billing"_s
                    : u"/account/billing/profile"_s};
    if (m_kind == "model"_L1)
        return {ApiRequest::Verb::Get,
                session()->operates()
                    ? u"/admin/models/"_s + QString::fromLatin1(QUrl::toPercentEncoding(m_recordId, "/")) + u"/prices"_s
                    : QString()};
    const QString id = QString::fromLatin1(QUrl::toPercentEncoding(m_recordId));
    const QString base = m_kind == "call"_L1       ? (session()->operates() ? u"/admin/calls/"_s : u"/account/calls/"_s)
                         : m_kind == "account"_L1  ? u"/admin/accounts/"_s
                         : m_kind == "key"_L1      ? (session()->operates() ? u"/admin/api-keys/"_s : u"/api-keys/"_s)
                         : m_kind == "project"_L1  ? (session()->operates() ? u"/admin/projects/"_s : u"/projects/"_s)
                         : m_kind == "endpoint"_L1 ? u"/admin/endpoints/"_s
                         : m_kind == "invoice"_L1
                             ? (session()->operates() ? u"/admin/invoices/"_s : u"/account/invoices/"_s)
                             : QString();
    return {ApiRequest::Verb::Get, base.isEmpty() ? QString() : base + id};
}

void RecordDetail::take(const JsonValue &answer)
{
    // The row has the model itself.
    if (m_kind == "model"_L1) {
        describePrices(answer);
        return;
    }
    m_answer = answer;
    describe(answer);
}

void RecordDetail::add(const QString &label, const QVariantMap &cell)
{
    if (!cell[u"text"_s].toString().isEmpty())
        m_facts.append(QVariantMap{{u"label"_s, label}, {u"cell"_s, cell}});
}

void RecordDetail::describe(const JsonValue &json)
{
    m_facts.clear();
    m_spans.clear();
    m_buckets.clear();
    m_differences.clear();
    m_remark.clear();
    if (m_kind == "call"_L1) {
        describeCall(json);
        return;
    }
    if (m_kind == "audit"_L1) {
        describeChange(json);
        return;
    }
    if (m_kind == "account"_L1)
        describeAccount(json);
    else if (m_kind == "key"_L1)
        describeKey(json);
    else if (m_kind == "endpoint"_L1)
        describeEndpoint(json);
    else if (m_kind == "project"_L1)
        describeProject(json);
    else if (m_kind == "billing"_L1)
        describeBilling(json);
    else if (m_kind == "correction"_L1)
        describeCorrection(json);
    else if (m_kind == "transaction"_L1 || m_kind == "refund"_L1)
        describeEntry(json);
    else
        describeMembers(json);
}

void RecordDetail::describeBilling(const JsonValue &json)
{
    const auto told = [&json](QLatin1StringView member) {
        const QString text = json[member].plain();
        return textCell(text.isEmpty() ? u"–"_s : text);
    };
    add(tr("Name"), told("name"_L1));
    add(tr("Address"), told("address"_L1));
    add(tr("Tax ID"), told("tax_id"_L1));
    const auto rate = json["tax_rate"_L1].real();
    add(tr("Tax rate"), textCell(rate ? percentText(QLocale().toString(*rate, 'g', 6)) : tr("As the gateway")));
}

void RecordDetail::describeCorrection(const JsonValue &json)
{
    add(tr("Correction ID"), withCopy(monoCell(json["id"_L1].plain())));
    add(tr("Model"), monoCell(json["model"_L1].plain()));
    add(tr("Status"), wordCell(json["status"_L1].plain()));
    add(tr("Calls ended from"), timeCell(json["from"_L1]));
    add(tr("Until"), timeCell(json["until"_L1]));
    add(tr("Reason"), textCell(json["reason"_L1].plain()));
    add(tr("Corrected calls"), countCell(json["calls"_L1]));
    add(tr("Given back"), smallMoneyCell(json["refunded"_L1]));
    add(tr("Charged"), smallMoneyCell(json["charged"_L1]));
    add(tr("Uncollected"), smallMoneyCell(json["uncollected"_L1]));
    add(tr("Price version"), plainCell(json["price_version"_L1]));
    add(tr("Who"), textCell(named(json["actor"_L1].plain())));
    add(tr("Made"), timeCell(json["created_at"_L1]));
    m_remark = tr("Each corrected call has an entry in the ledger that refers to it, of the type adjustment.");
}

void RecordDetail::describeEntry(const JsonValue &json)
{
    const bool refund = m_kind == "refund"_L1;
    const auto told = [&](QLatin1StringView member, const QString &label, const QVariantMap &cell) {
        if (!json[member].plain().isEmpty())
            add(label, cell);
    };
    add(refund ? tr("Refund ID") : tr("Transaction ID"), withCopy(monoCell(json["id"_L1].plain())));
    if (refund)
        add(tr("Of what"), wordCell(json["kind"_L1].plain()));
    else
        add(tr("Type"), wordCell(json["type"_L1].plain()));
    told("status"_L1, tr("Status"), wordCell(json["status"_L1].plain()));
    told("account_id"_L1, tr("Account"), textCell(named(json["account_id"_L1].plain())));
    add(tr("Amount"), smallMoneyCell(json["amount"_L1]));
    told("balance_after"_L1, tr("Balance after"), moneyCell(json["balance_after"_L1]));
    told("reason"_L1, tr("Reason"), textCell(json["reason"_L1].plain()));
    told("description"_L1, tr("Description"), textCell(json["description"_L1].plain()));
    told("reference"_L1, tr("Reference"), withCopy(monoCell(json["reference"_L1].plain())));
    told("transaction_id"_L1, tr("Transaction ID"), withCopy(monoCell(json["transaction_id"_L1].plain())));
    told("actor"_L1, tr("Who"), textCell(named(json["actor"_L1].plain())));
    add(tr("Made"), timeCell(json["created_at"_L1]));
}

void RecordDetail::describeAccount(const JsonValue &json)
{
    add(tr("Account ID"), withCopy(monoCell(json["id"_L1].plain())));
    add(tr("Email"), withCopy(textCell(json["email"_L1].plain())));
    add(tr("Plan"), wordCell(json["plan"_L1].plain()));
    add(tr("Status"), wordCell(json["status"_L1].plain()));
    if (!json["role"_L1].plain().isEmpty())
        add(tr("Role on the gateway"), wordCell(json["role"_L1].plain()));
    add(tr("Balance"), moneyCell(json["balance"_L1]));
    add(tr("Held by calls under way"), moneyCell(json["held"_L1]));
    add(tr("Available"), moneyCell(json["available"_L1]));
    add(tr("Pricing policy"), textCell(json["pricing_policy"_L1].plain().isEmpty()
                                           ? tr("As the gateway")
                                           : PricingPolicy::parse(json["pricing_policy"_L1].plain()).title()));
    add(tr("Time zone"), textCell(json["time_zone"_L1].plain()));
    add(tr("Created"), timeCell(json["created_at"_L1]));
    const auto balance = json["balance"_L1].money();
    if (balance && balance->isNegative())
        m_remark = tr("The balance is below zero. Calls are refused until it is topped up.");
}

void RecordDetail::describeKey(const JsonValue &json)
{
    add(tr("Key ID"), withCopy(monoCell(json["id"_L1].plain())));
    add(tr("Key"), monoCell(json["preview"_L1].plain()));
    if (!session() || json["account_id"_L1].plain() != session()->accountId())
        add(tr("Account"),
            textCell(named(firstOf(json, {"account_name"_L1, "account_email"_L1, "account_id"_L1}).plain())));
    add(tr("Scopes"), textCell(joined(json["scopes"_L1]).isEmpty() ? tr("Everything") : joined(json["scopes"_L1])));
    const JsonValue &models = firstOf(json, {"allowed_models"_L1});
    add(tr("Models"), textCell(joined(models).isEmpty() ? tr("All models") : joined(models)));
    const JsonValue &addresses = firstOf(json, {"allowed_ips"_L1});
    add(tr("Addresses"), textCell(joined(addresses).isEmpty() ? tr("From anywhere") : joined(addresses)));
    if (const QString sites = joined(json["allowed_referrers"_L1]); !sites.isEmpty())
        add(tr("Websites"), textCell(sites));
    if (const QString permissions = joined(json["permissions"_L1]); !permissions.isEmpty())
        add(tr("Permissions"), textCell(permissions));
    if (!json["role"_L1].plain().isEmpty())
        add(tr("Role on the gateway"), wordCell(json["role"_L1].plain()));
    if (json["request_cap"_L1].isNumber())
        add(tr("Calls made"), textCell(tr("%1 of %2")
                                           .arg(countText(json["requests_made"_L1].real().value_or(0)),
                                                countText(json["request_cap"_L1].real().value_or(0)))));
    add(tr("Signatures"), textCell(json["require_signature"_L1].truth().value_or(false) ? tr("Needed")
                                   : json["can_sign"_L1].truth().value_or(false)        ? tr("Taken")
                                                                                        : tr("No signing secret")));
    const JsonValue &limits = json["limits"_L1];
    for (std::size_t i = 0; i < limits.items().size(); ++i)
        add(wordText(limits.names()[i]), limitCell(limits.names()[i], limits.items()[i]));
    if (const QString project = json["project_id"_L1].plain(); !project.isEmpty())
        add(tr("Project"), textCell(named(project)));
    add(tr("Expires"), json["expires_at"_L1].isString() ? timeCell(json["expires_at"_L1]) : textCell(tr("Never")));
    add(tr("Last used"), timeCell(json["last_used_at"_L1]));
    add(tr("Created"), timeCell(json["created_at"_L1]));
    if (const JsonValue &metadata = json["metadata"_L1]; !metadata.items().empty())
        add(tr("Metadata"), membersCell(metadata));
    m_remark = tr("The secret was shown once, when the key was made. Nobody can read it again; rotate the key if "
                  "it is lost.");
}

void RecordDetail::describeEndpoint(const JsonValue &json)
{
    const JsonValue &health = json["health"_L1];
    add(tr("Endpoint ID"), withCopy(monoCell(json["id"_L1].plain())));
    add(tr("Provider"), textCell(json["provider"_L1].plain()));
    add(tr("Base URL"), withCopy(monoCell(json["base_url"_L1].plain())));
    add(tr("Credential"),
        textCell(json["has_credential"_L1].truth().value_or(false) ? tr("Stored, sealed") : tr("None")));
    add(tr("Models"), textCell(joined(json["models"_L1])));
    add(tr("Priority"), plainCell(json["priority"_L1]));
    add(tr("Weight"), plainCell(json["weight"_L1]));
    add(tr("Calls at once"), plainCell(json["max_concurrency"_L1]));
    const auto hedgeMs = json.at(u"timeouts.hedge_ms").real().value_or(0);
    add(tr("Hedge after"), textCell(hedgeMs > 0 ? durationText(hedgeMs) : tr("As the gateway")));
    add(tr("Circuit"), wordCell(health["breaker"_L1].plain()));
    add(tr("Answered"), countCell(health["answered"_L1]));
    add(tr("Failed"), countCell(health["failed"_L1]));
    add(tr("Last check"),
        health["last_checked_at"_L1].isString() ? timeCell(health["last_checked_at"_L1]) : textCell(tr("Not yet")));
    add(tr("Set up by"),
        textCell(json["source"_L1].plain() == "env"_L1 ? tr("The server's environment; can't be deleted here")
                                                       : tr("An administrator")));
    m_remark = wordText(health["reason"_L1].plain());
    if (const QString detail = health["check"_L1]["detail"_L1].plain(); !detail.isEmpty())
        m_remark += (m_remark.isEmpty() ? QString() : u": "_s) + detail;
}

void RecordDetail::describeProject(const JsonValue &json)
{
    const QString role = json["role"_L1].plain();
    const bool operates = session() && session()->operates();
    add(tr("Project ID"), withCopy(monoCell(json["id"_L1].plain())));
    if (operates)
        add(tr("Account"), textCell(named(json["account_id"_L1].plain())));
    else
        add(tr("Your role"), wordCell(role));
    add(tr("Status"), wordCell(json["status"_L1].plain()));
    add(tr("API keys"), countCell(json["keys"_L1]));
    QStringList brought;
    for (const JsonValue &credential : json["credentials"_L1].items())
        brought.append(providerTitle(credential["provider"_L1].plain()) + u" …"_s + credential["last_four"_L1].plain());
    add(tr("Provider keys"), textCell(brought.isEmpty() ? tr("None of its own") : brought.join(u", "_s)));
    add(tr("Created"), timeCell(json["created_at"_L1]));
    const JsonValue &limits = json["limits"_L1];
    for (std::size_t i = 0; i < limits.items().size(); ++i)
        add(wordText(limits.names()[i]), limitCell(limits.names()[i], limits.items()[i]));
    if (limits.items().empty())
        add(tr("Limits"), textCell(tr("None of its own")));
    if (json["status"_L1].plain() == "archived"_L1)
        m_remark = tr("It is archived: its API keys were revoked.");
    else if (!operates && role == "member"_L1)
        m_remark = tr("You make API keys here, and change those that you made. The account that the project belongs to "
                      "pays for their calls.");
    else if (!operates && role == "viewer"_L1)
        m_remark = tr("You see the project, its usage and its keys, and change nothing.");
}

void RecordDetail::describeMembers(const JsonValue &json)
{
    for (std::size_t i = 0; i < json.items().size(); ++i)
        if (const JsonValue &item = json.items()[i]; !item.isObject() && !item.isArray() && !item.isNull()) {
            const QString name = json.names()[i];
            add(wordText(name), name.endsWith("_at"_L1)              ? timeCell(item)
                                : item.plain().startsWith("acc_"_L1) ? textCell(named(item.plain()))
                                : name == "pricing_policy"_L1 ? textCell(PricingPolicy::parse(item.plain()).title())
                                : item.money() && !name.endsWith("version"_L1) && item.plain().contains(u'.')
                                    ? moneyCell(item)
                                    : plainCell(item));
        }
}

void RecordDetail::describePrices(const JsonValue &told)
{
    m_prices.clear();
    m_scheduled.clear();
    m_moves.clear();
    const auto text = [](const QVariantMap &cell) { return cell[u"text"_s].toString(); };
    // What was built in is valid from the beginning of all times.
    for (const JsonValue &version : told["data"_L1].items()) {
        const JsonValue &list = version.at(u"list_prices.0");
        const bool priced = version["price_state"_L1].plain() == "priced"_L1;
        const QDateTime since = QDateTime::fromString(version["valid_from"_L1].plain(), Qt::ISODateWithMs);
        const bool scheduled = since > QDateTime::currentDateTimeUtc();
        QVariantList &versions = scheduled ? m_scheduled : m_prices;
        versions.append(QVariantMap{
            {u"version"_s, version["price_version"_L1].plain()},
            {u"since"_s, version["valid_from"_L1].plain().startsWith("1970"_L1)
                             ? tr("The start")
                             : text(timeCell(version["valid_from"_L1]))},
            {u"input"_s, priced ? text(priceCell(list["input"_L1])) : wordText(version["price_state"_L1].plain())},
            {u"output"_s, text(priceCell(list["output"_L1]))},
            {u"cached"_s, text(priceCell(list["cached_read"_L1]))},
            {u"source"_s, wordText(version["source"_L1].plain())},
            {u"json"_s, version.compact()},
            {u"free"_s, version["price_state"_L1].plain() == "free"_L1 ? u"true"_s : QString()},
            // What holds today needs no restoring, and what has no price has nothing to restore.
            {u"earlier"_s, !scheduled && !m_prices.isEmpty() && version["price_state"_L1].plain() != "unknown"_L1}});
    }
    for (const JsonValue &move : told["categories"_L1].items())
        m_moves.append(QVariantMap{{u"at"_s, text(timeCell(move["at"_L1]))},
                                   {u"from"_s, wordText(move["from"_L1].plain())},
                                   {u"to"_s, wordText(move["to"_L1].plain())},
                                   {u"by"_s, move["actor"_L1].plain()}});
}

QString RecordDetail::named(const QString &id) const
{
    return session() ? session()->nameOf(id) : id;
}

void RecordDetail::describeCall(const JsonValue &told)
{
    const JsonValue &json = told["call"_L1].isObject() ? told["call"_L1] : told;
    const JsonValue &receipt = told["receipt"_L1].isObject() ? told["receipt"_L1] : told;
    add(tr("Request"), withCopy(monoCell(json["id"_L1].plain())));
    add(tr("Outcome"), wordCell(json["outcome"_L1].plain()));
    if (!json["reason"_L1].plain().isEmpty())
        add(tr("Reason"), textCell(wordText(json["reason"_L1].plain())));
    const bool own = session() && !session()->operates();
    if (!own)
        add(tr("Account"), textCell(named(firstOf(json, {"account_email"_L1, "account_id"_L1}).plain())));
    add(tr("Key"), textCell(firstOf(json, {"key_name"_L1, "key_id"_L1}).plain()));
    add(tr("Model"), monoCell(json["model"_L1].plain()));
    // Which endpoint it was is for who runs the gateway.
    add(tr("Served by"),
        textCell(own ? providerTitle(json["provider"_L1].plain()) : named(json["endpoint"_L1].plain())));
    add(tr("Interface"), textCell(json["surface"_L1].plain() +
                                  (json["stream"_L1].truth().value_or(false) ? tr(", streamed") : QString())));
    add(tr("Began"), timeCell(json["started_at"_L1]));
    add(tr("List cost"), smallMoneyCell(json["list_cost"_L1]));
    add(tr("Charged"), smallMoneyCell(json["cost"_L1]));
    add(tr("Held meanwhile"), moneyCell(receipt["hold"_L1]));
    add(tr("Price version"), plainCell(receipt["price_version"_L1]));
    if (json["estimated"_L1].truth().value_or(false))
        m_remark = tr("The provider reported no usage; the tokens were counted here.");

    // What is known of the course: tries that failed, the wait for the first byte, the rest.
    const auto whole = json["latency_ms"_L1].real() ? qint64(*json["latency_ms"_L1].real())
                                                    : msBetween(json["started_at"_L1], json["ended_at"_L1]);
    const auto firstByte = json["first_byte_ms"_L1].real() ? qint64(*json["first_byte_ms"_L1].real())
                                                           : msBetween(json["started_at"_L1], json["first_byte_at"_L1]);
    double at = 0;
    const auto span = [&](const QString &name, double length, const QString &tone) {
        if (length <= 0)
            return;
        m_spans.append(QVariantMap{{u"name"_s, name},
                                   {u"start"_s, at},
                                   {u"end"_s, at + length},
                                   {u"tone"_s, tone},
                                   {u"text"_s, durationText(length)}});
        at += length;
    };
    const std::vector<JsonValue> &attempts = receipt["attempts"_L1].items();
    span(tr("Auth and limits"), 1, u"neutral"_s);
    int place = 0;
    for (const JsonValue &attempt : attempts) {
        ++place;
        if (!attempt["reason"_L1].plain().isEmpty() && attempt["reason"_L1].plain() != "ok"_L1) {
            const QString who = own ? tr("Try %1").arg(place) : named(attempt["endpoint"_L1].plain());
            span(who, firstOf(attempt, {"ms"_L1, "took_ms"_L1}).real().value_or(40), u"danger"_s);
            const QString why = wordText(attempt["reason"_L1].plain());
            m_remark =
                own ? tr("Try %1 of %2 failed (%3).").arg(place).arg(attempts.size()).arg(why)
                    : tr("%1 failed (%2); try %3 of %4.").arg(who, why).arg(attempts.size()).arg(attempts.size());
        }
    }
    if (firstByte > 0)
        span(tr("First token"), std::max(1.0, static_cast<double>(firstByte) - at), u"accent"_s);
    if (whole > firstByte)
        span(tr("Stream"), static_cast<double>(whole - std::max<qint64>(0, firstByte)), u"ok"_s);
    m_spanTotal = std::max(1.0, at);

    for (const JsonValue &bucket : receipt["buckets"_L1].items()) {
        const auto markup = bucket["markup"_L1].real(); // 0.125 is 12.5%
        m_buckets.append(
            QVariantMap{{u"kind"_s, wordText(bucket["kind"_L1].plain())},
                        {u"tokens"_s, countText(bucket["tokens"_L1].real().value_or(0))},
                        {u"list"_s, priceCell(bucket["list_price_per_million"_L1])[u"text"_s]},
                        {u"markup"_s, markup ? percentText(QLocale().toString(*markup * 100, 'g', 6)) : u"–"_s},
                        {u"sale"_s, priceCell(bucket["sale_price_per_million"_L1])[u"text"_s]},
                        {u"cost"_s, bucketCost(bucket["cost"_L1])}});
    }
}

bool RecordDetail::mayReadBodies() const
{
    return m_kind == "call"_L1 && session() && (session()->mayCreate() || !session()->operates());
}

void RecordDetail::readBodies()
{
    if (!mayReadBodies() || m_readingBodies)
        return;
    m_readingBodies = true;
    m_bodiesRemark.clear();
    Q_EMIT bodiesChanged();
    const QString base = session()->operates() ? u"/admin/calls/"_s : u"/account/calls/"_s;
    const QString id = QString::fromLatin1(QUrl::toPercentEncoding(m_recordId));
    session()->send({ApiRequest::Verb::Get, base + id + u"/bodies"_s}, this,
                    [this, asked = m_recordId](const Outcome<JsonValue> &told) {
                        m_readingBodies = false;
                        if (asked == m_recordId && told)
                            describeBodies(*told);
                        else if (asked == m_recordId && told.error().kind == ApiError::Kind::NotFound)
                            m_bodiesRemark = tr("Nothing is kept of this call. Bodies are kept only for keys that are "
                                                "set to, and only for a time.");
                        else if (asked == m_recordId)
                            m_bodiesRemark = told.error().text();
                        Q_EMIT bodiesChanged();
                    });
}

void RecordDetail::describeBodies(const JsonValue &told)
{
    m_bodies.clear();
    const auto add = [this, &told](QLatin1StringView member, const QString &title) {
        const QString text = told[member].plain();
        const auto json = JsonValue::parse(text.toUtf8());
        m_bodies.append(QVariantMap{{u"title"_s, title},
                                    {u"text"_s, json ? json->pretty() : text},
                                    {u"language"_s, json ? u"json"_s : u"text"_s}});
    };
    add("request"_L1, tr("Request"));
    add("answer"_L1, tr("Answer"));
    const JsonValue &call = m_answer["call"_L1].isObject() ? m_answer["call"_L1] : m_answer;
    const auto *const path = std::ranges::find(pathsOfSurfaces, call["surface"_L1].plain(), &SurfacePath::surface);
    if (path != std::end(pathsOfSurfaces) && session() && !m_bodies.front().toMap()[u"text"_s].toString().isEmpty())
        m_curl = curlCode(session()->client().server().toString(QUrl::StripTrailingSlash) + path->path,
                          m_bodies.front().toMap()[u"text"_s].toString());
}

void RecordDetail::describeChange(const JsonValue &json)
{
    add(tr("Action"), textCell(json["action"_L1].plain()));
    add(tr("Who"), textCell(json["actor"_L1].plain()));
    add(tr("On what"), withCopy(monoCell(json["subject"_L1].plain())));
    add(tr("Time"), timeCell(firstOf(json, {"at"_L1, "created_at"_L1})));
    add(tr("Address"), monoCell(json["address"_L1].plain()));
    add(tr("Request"), withCopy(monoCell(json["request_id"_L1].plain())));
    add(tr("Hash"), monoCell(json["hash"_L1].plain()));
    const JsonValue &before = json["before"_L1];
    const JsonValue &after = json["after"_L1];
    QStringList fields =
        before.names().empty() ? QStringList() : QStringList(before.names().begin(), before.names().end());
    for (const QString &name : after.names())
        if (!fields.contains(name))
            fields.append(name);
    const auto shown = [](const JsonValue &value) {
        return value.isObject() || value.isArray() ? value.pretty() : value.plain();
    };
    for (const QString &field : fields)
        if (shown(before.at(field)) != shown(after.at(field)))
            m_differences.append(QVariantMap{
                {u"field"_s, field}, {u"before"_s, shown(before.at(field))}, {u"after"_s, shown(after.at(field))}});
    if (fields.isEmpty() && (!before.isNull() || !after.isNull()))
        m_differences.append(QVariantMap{
            {u"field"_s, json["subject"_L1].plain()}, {u"before"_s, shown(before)}, {u"after"_s, shown(after)}});
}

} // namespace beaver::admin
