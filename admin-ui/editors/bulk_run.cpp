#include <QClipboard>
#include <QCoreApplication>
#include <QDateTime>
#include <QGuiApplication>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

#include <admin-ui/editors/bulk_run.h>
#include <admin-ui/editors/form_spec.h>

#include <algorithm>
#include <utility>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

constexpr int pageSize = 200;          // what every list of the server takes
constexpr int mostUnderWay = 4;        // requests; others use the gateway too
constexpr std::size_t atATime = 100;   // in one request, where an action takes several: so often one sees it go on
constexpr std::size_t mostShown = 100; // of what failed

} // namespace

BulkRun::BulkRun(QObject *parent)
    : QObject(parent)
{}

void BulkRun::setSession(Session *session)
{
    m_session = session;
    Q_EMIT changed();
}

QString BulkRun::question() const
{
    if (!m_action)
        return {};
    const QString what = things();
    return m_action->question.isEmpty() ? tr("%1: %2?").arg(button(), what)
                                        : QString(m_action->question).replace(u"%1"_s, what);
}

QString BulkRun::things() const
{
    const auto n = static_cast<int>(m_todo.size());
    return m_kind == "accounts"_L1         ? tr("%n account(s)", nullptr, n)
           : m_kind.endsWith("eys"_L1)     ? tr("%n API key(s)", nullptr, n)
           : m_kind.endsWith("rojects"_L1) ? tr("%n project(s)", nullptr, n)
                                           : thingsText(n);
}

QString BulkRun::consequence() const
{
    if (!m_request.isEmpty())
        return m_request[u"text"_s].toString();
    return m_action ? m_action->consequence : QString();
}

QString BulkRun::button() const
{
    return m_action ? QString(m_action->text).remove(u'…') : QString();
}

QVariantList BulkRun::failures() const
{
    QVariantList list;
    for (std::size_t i = 0; i < std::min(mostShown, m_failed.size()); ++i)
        list.append(QVariantMap{{u"title"_s, m_failed[i].item.title}, {u"reason"_s, m_failed[i].reason}});
    return list;
}

bool BulkRun::isUndoable() const
{
    return m_stage == "done"_L1 && !m_undoing && m_action && !m_action->undo.isEmpty() && !m_succeeded.empty();
}

void BulkRun::start(const QString &action, RecordTable *table, const QVariantList &records)
{
    const ActionSpec *spec = actionSpec(action);
    if (!spec || !m_session || !table || !table->spec() || m_stage == "running"_L1)
        return;
    m_id = action;
    m_action = spec;
    m_spec = table->spec();
    m_kind = table->kind();
    m_path = table->query({}, pageSize);
    m_search = table->askedSearch().isEmpty() ? table->search().toLower() : QString();
    m_within = table->within();
    m_request.clear();
    m_booking = QUuid::createUuid();
    m_place = u"each"_s + m_booking.toString(QUuid::Id128);
    m_undoing = false;
    m_todo.clear();
    m_met.clear();
    m_succeeded.clear();
    m_failed.clear();
    m_unaffected = 0;
    m_error.clear();
    for (const QVariant &each : records)
        if (const QVariantMap record = each.toMap(); !m_met.contains(record[u"id"_s].toString())) {
            m_met.insert(record[u"id"_s].toString());
            m_todo.push_back({record[u"id"_s].toString(), record[u"title"_s].toString()});
        }
    ++m_run;
    if (!records.isEmpty()) {
        ask();
        return;
    }
    m_stage = u"reading"_s;
    Q_EMIT changed();
    read({});
}

void BulkRun::read(const QString &after)
{
    const QString path =
        after.isEmpty() ? m_path : m_path + u"&after="_s + QString::fromLatin1(QUrl::toPercentEncoding(after));
    m_session->send({ApiRequest::Verb::Get, path}, this, [this, run = m_run](const Outcome<JsonValue> &page) {
        if (run != m_run || m_stage != "reading"_L1)
            return;
        if (!page) {
            m_stage = u"failed"_s;
            m_error = page.error().text();
            Q_EMIT changed();
            return;
        }
        for (const JsonValue &item : (*page)["data"_L1].items())
            take(item);
        const QString last = (*page)["next"_L1].plain();
        if ((*page)["has_more"_L1].truth().value_or(false) && !last.isEmpty()) {
            Q_EMIT changed();
            read(last);
        } else {
            ask();
        }
    });
}

void BulkRun::take(const JsonValue &json)
{
    if (!m_search.isEmpty() && !RecordTable::searched(json).contains(m_search))
        return;
    const QString id = json.at(m_spec->idMember).plain();
    if (id.isEmpty() || m_met.contains(id))
        return;
    m_met.insert(id);
    const QStringList offered = m_spec->actionsWithin ? m_spec->actionsWithin(json, *m_session, m_within)
                                : m_spec->actions     ? m_spec->actions(json, *m_session)
                                                      : QStringList();
    const QString wanted = m_action->likewise.isEmpty() ? m_id : m_action->likewise;
    const auto since = [&json](QLatin1StringView member) {
        return QDateTime::fromString(json[member].plain(), Qt::ISODateWithMs);
    };
    const QDateTime used = json["last_used_at"_L1].isString() ? since("last_used_at"_L1) : since("created_at"_L1);
    const bool inUse = m_action->unusedDays > 0 &&
                       !(used.isValid() && used < QDateTime::currentDateTimeUtc().addDays(-m_action->unusedDays));
    // Nobody locks themselves out with everybody else.
    const bool self = m_action->form.isEmpty() && m_kind == "accounts"_L1 && id == m_session->accountId();
    if (!offered.contains(wanted) || inUse || self) {
        ++m_unaffected;
        return;
    }
    const QString title = json.at(m_spec->titleMember).plain();
    m_todo.push_back({id, title.isEmpty() ? id : title});
}

void BulkRun::ask()
{
    const bool fills = !m_action->form.isEmpty() && m_request.isEmpty() && !m_todo.empty();
    m_stage = fills ? u"filling"_s : u"asking"_s;
    Q_EMIT changed();
    if (fills)
        Q_EMIT formWanted(m_action->form, {{u"id"_s, m_place}, {u"title"_s, things()}});
}

void BulkRun::fill(const QVariantMap &request)
{
    if (m_stage != "filling"_L1)
        return;
    m_request = request;
    ask();
}

void BulkRun::confirm()
{
    if (m_stage != "asking"_L1 || m_todo.empty())
        return;
    m_stage = u"running"_s;
    m_stopping = false;
    m_error.clear();
    Q_EMIT changed();
    pump();
}

void BulkRun::pump()
{
    if (m_stage != "running"_L1)
        return;
    const bool inOne = !m_action->bulkPath.isEmpty() && m_session->operates();
    while (!m_stopping && !m_todo.empty() && m_underWay < (inOne ? 1 : mostUnderWay)) {
        std::vector<Item> next;
        for (std::size_t i = 0; i < (inOne ? atATime : 1) && !m_todo.empty(); ++i) {
            next.push_back(std::move(m_todo.front()));
            m_todo.pop_front();
        }
        ++m_underWay;
        if (inOne)
            sendTogether(next);
        else
            send(next.front());
    }
    if (m_underWay == 0 && (m_stopping || m_todo.empty()))
        end();
}

void BulkRun::send(const Item &item)
{
    QVariantMap record = m_within;
    record[u"id"_s] = item.id;
    record[u"title"_s] = item.title;
    ApiRequest request{m_action->verb, filledIn(withBases(m_action->path, *m_session, record), record, true),
                       m_action->bodyFor(record)};
    if (!m_request.isEmpty()) {
        request.verb = static_cast<ApiRequest::Verb>(m_request[u"verb"_s].toInt());
        request.path = m_request[u"path"_s].toString().replace(m_place, item.id);
        request.body = m_request[u"body"_s].toByteArray().replace(m_place.toUtf8(), item.id.toUtf8());
        // The same booking is made once, however often it is tried.
        if (m_request[u"movesMoney"_s].toBool())
            request.idempotencyKey = QUuid::createUuidV5(m_booking, item.id).toByteArray(QUuid::WithoutBraces);
    }
    m_session->send(request, this, [this, item, run = m_run](const Outcome<JsonValue> &told) {
        if (run != m_run)
            return;
        --m_underWay;
        note(item, told);
        Q_EMIT changed();
        pump();
    });
}

void BulkRun::sendTogether(const std::vector<Item> &items)
{
    QJsonArray ids;
    for (const Item &item : items)
        ids.append(item.id);
    const QByteArray body = QJsonDocument(QJsonObject{{u"ids"_s, ids}}).toJson(QJsonDocument::Compact);
    m_session->send({ApiRequest::Verb::Post, m_action->bulkPath, body}, this,
                    [this, items, run = m_run](const Outcome<JsonValue> &told) {
                        if (run != m_run)
                            return;
                        --m_underWay;
                        QHash<QString, QString> reasons;
                        if (told)
                            for (const JsonValue &each : (*told)["failed"_L1].items())
                                reasons[each["id"_L1].plain()] = each["message"_L1].plain();
                        for (const Item &item : items)
                            if (told && reasons.contains(item.id))
                                m_failed.push_back({item, reasons[item.id]});
                            else
                                note(item, told);
                        Q_EMIT changed();
                        pump();
                    });
}

void BulkRun::note(const Item &item, const Outcome<JsonValue> &told)
{
    if (told) {
        m_succeeded.push_back(item);
        return;
    }
    // Nobody is there to ask for the others either; what may have been done is done again, which changes nothing.
    if (told.error().isOffline()) {
        m_todo.push_front(item);
        m_stopping = true;
        m_error = told.error().text();
        return;
    }
    m_failed.push_back({item, told.error().text()});
}

void BulkRun::end()
{
    m_stage = u"done"_s;
    m_session->announce(m_action->announces);
    Q_EMIT changed();
}

void BulkRun::stop()
{
    if (m_stage == "reading"_L1) {
        close();
    } else if (m_stage == "running"_L1) {
        m_stopping = true;
        Q_EMIT changed();
    }
}

void BulkRun::retry()
{
    if (m_stage == "failed"_L1) {
        m_todo.clear();
        m_met.clear();
        m_unaffected = 0;
        m_error.clear();
        m_stage = u"reading"_s;
        Q_EMIT changed();
        read({});
        return;
    }
    if (m_stage != "done"_L1)
        return;
    for (Failure &failure : m_failed)
        m_todo.push_back(std::move(failure.item));
    m_failed.clear();
    m_stage = u"asking"_s;
    confirm();
}

void BulkRun::undo()
{
    if (!isUndoable())
        return;
    m_id = m_action->undo;
    m_action = actionSpec(m_id);
    m_undoing = true;
    m_todo.assign(m_succeeded.begin(), m_succeeded.end());
    m_succeeded.clear();
    m_failed.clear();
    m_unaffected = 0;
    m_stage = u"asking"_s;
    confirm();
}

void BulkRun::copyFailures() const
{
    QStringList lines;
    for (const Failure &failure : m_failed)
        lines.append(failure.item.id + u'\t' + failure.item.title + u'\t' + failure.reason);
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

void BulkRun::close()
{
    if (m_stage == "running"_L1)
        return;
    ++m_run;
    m_stage.clear();
    m_request.clear();
    m_todo.clear();
    m_met.clear();
    m_succeeded.clear();
    m_failed.clear();
    m_error.clear();
    Q_EMIT changed();
}

} // namespace beaver::admin
