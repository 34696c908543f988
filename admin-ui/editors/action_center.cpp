#include <QClipboard>
#include <QCoreApplication>
#include <QDir>
#include <QGuiApplication>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QRegularExpression>
#include <QSaveFile>
#include <QStandardPaths>

#include <admin-ui/editors/action_center.h>
#include <admin-ui/editors/action_spec.h>
#include <admin-ui/editors/form_spec.h>

#include <map>
#include <memory>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

using Verb = ApiRequest::Verb;

QString titleOf(const QVariantMap &record)
{
    return record[u"title"_s].toString();
}

} // namespace

ActionCenter::ActionCenter(QObject *parent)
    : QObject(parent)
{}

void ActionCenter::setSession(Session *session)
{
    m_session = session;
    Q_EMIT changed();
}

void ActionCenter::setNavigator(Navigator *navigator)
{
    m_navigator = navigator;
    Q_EMIT changed();
}

QString ActionCenter::question() const
{
    const ActionSpec *spec = actionSpec(m_pending);
    if (!spec || m_records.isEmpty())
        return {};
    return m_records.size() == 1 ? QString(spec->question).replace(u"%1"_s, titleOf(m_records.first().toMap()))
                                 : QString(spec->question).replace(u"%1"_s, thingsText(m_records.size()));
}

QString ActionCenter::consequence() const
{
    const ActionSpec *spec = actionSpec(m_pending);
    return spec ? spec->consequence : QString();
}

QString ActionCenter::button() const
{
    const ActionSpec *spec = actionSpec(m_pending);
    return spec ? QString(spec->text).remove(u'…') : QString();
}

QString ActionCenter::questionGlyph() const
{
    const ActionSpec *spec = actionSpec(m_pending);
    return spec ? spec->glyph : QString();
}

bool ActionCenter::isDangerous() const
{
    const ActionSpec *spec = actionSpec(m_pending);
    return spec && spec->dangerous;
}

QString ActionCenter::word() const
{
    const ActionSpec *spec = actionSpec(m_pending);
    if (!spec || spec->word.isEmpty())
        return {};
    return m_records.size() == 1 ? filledIn(spec->word, m_records.first().toMap()) : QString::number(m_records.size());
}

QVariantList ActionCenter::describe(const QStringList &ids) const
{
    QVariantList list;
    for (const QString &id : ids) {
        const ActionSpec *spec = actionSpec(id);
        list.append(spec ? QVariantMap{{u"id"_s, id},
                                       {u"text"_s, spec->text},
                                       {u"glyph"_s, spec->glyph},
                                       {u"dangerous"_s, spec->dangerous},
                                       {u"separator"_s, false}}
                         : QVariantMap{{u"id"_s, QString()},
                                       {u"text"_s, QString()},
                                       {u"glyph"_s, QString()},
                                       {u"dangerous"_s, false},
                                       {u"separator"_s, true}});
    }
    return list;
}

void ActionCenter::start(const QString &action, const QVariantMap &record)
{
    startAll(action, {record});
}

void ActionCenter::startOn(const QString &action, RecordTable *table)
{
    constexpr qsizetype few = 25;
    const QVariantList records = table->isAllMatching() ? QVariantList() : table->selectedRecords();
    const ActionSpec *spec = actionSpec(action);
    const bool only = spec && (!spec->form.isEmpty() || spec->unusedDays > 0); // there is no other way
    if (table->isAllMatching() || records.size() > few || (only && (!records.isEmpty() || spec->unusedDays > 0)))
        Q_EMIT bulkWanted(action, table, records);
    else if (!records.isEmpty())
        startAll(action, records);
    table->clearSelection();
}

void ActionCenter::startAll(const QString &action, const QVariantList &records)
{
    const QVariantMap record = records.value(0).toMap();
    if (action == "copy.id"_L1) {
        copy(record[u"id"_s].toString(), QCoreApplication::translate("Actions", "ID"));
        return;
    }
    if (action == "copy.json"_L1) {
        copy(record[u"json"_s].toString(), u"JSON"_s);
        return;
    }
    if (action == "refund.call"_L1) {
        Q_EMIT detailWanted(u"call"_s, {{u"id"_s, record[u"reference"_s]}, {u"title"_s, record[u"reference"_s]}});
        return;
    }
    if (action == "call.compare"_L1) {
        Q_EMIT detailWanted(u"calls"_s,
                            {{u"first"_s, record[u"id"_s]}, {u"second"_s, records.value(1).toMap()[u"id"_s]}});
        return;
    }
    if (action == "call.playground"_L1) {
        m_navigator->open(u"playground"_s, record[u"id"_s].toString());
        return;
    }
    if (action == "call.link"_L1) {
        copy(u"beaver://usage/"_s + record[u"id"_s].toString(), QCoreApplication::translate("Actions", "Link"));
        return;
    }
    if (action == "call.account"_L1) {
        m_navigator->open(u"accounts"_s, record[u"account_id"_s].toString());
        return;
    }
    if (action == "key.calls"_L1 || action == "project.calls"_L1) {
        QVariantMap filters{{action.section(u'.', 0, 0), record[u"id"_s]}};
        for (const QString &time : {u"from"_s, u"until"_s})
            if (record.contains(time))
                filters[time] = record[time];
        m_navigator->open(u"usage"_s, u"requests"_s, filters);
        return;
    }
    if (action == "invoice.save"_L1) {
        const QString base = m_session->operates() ? u"/admin/invoices/"_s : u"/account/invoices/"_s;
        save(base + record[u"id"_s].toString() + u"?format=pdf"_s, titleOf(record) + u".pdf"_s);
        return;
    }
    if (action == "statement.save"_L1) {
        const QString month = record[u"month"_s].toString();
        const QString base = m_session->operates() ? u"/admin/accounts/{id}/statement"_s : u"/account/statement"_s;
        save(filledIn(base, record, true) + u"?format=csv"_s + (month.isEmpty() ? QString() : u"&month="_s + month),
             titleOf(record) + (month.isEmpty() ? QString() : u'-' + month) + u".csv"_s);
        return;
    }
    const ActionSpec *spec = actionSpec(action);
    if (!spec || m_busy)
        return;
    if (!spec->form.isEmpty()) {
        Q_EMIT formWanted(spec->form, record);
        return;
    }
    if (action == "account.open"_L1 || action == "project.open"_L1) {
        m_navigator->open(action == "account.open"_L1 ? u"accounts"_s : u"projects"_s, record[u"id"_s].toString());
        return;
    }
    if (!spec->detail.isEmpty()) {
        Q_EMIT detailWanted(spec->detail, record);
        return;
    }
    if (!spec->question.isEmpty()) {
        m_pending = action;
        m_records = records;
        m_error.clear();
        Q_EMIT changed();
        return;
    }
    run(action, records, false);
}

void ActionCenter::confirm()
{
    if (!m_pending.isEmpty())
        run(m_pending, m_records, false);
}

void ActionCenter::dismiss()
{
    if (m_busy)
        return;
    m_pending.clear();
    m_records.clear();
    Q_EMIT changed();
}

void ActionCenter::undo()
{
    if (!m_undo.isEmpty())
        run(std::exchange(m_undo, {}), std::exchange(m_undoRecords, {}), true);
}

void ActionCenter::copy(const QString &text, const QString &what)
{
    QGuiApplication::clipboard()->setText(text);
    Q_EMIT done(QCoreApplication::translate("Actions", "%1 copied").arg(what), false);
}

void ActionCenter::save(const QString &path, const QString &wantedName)
{
    const ApiRequest wanted{Verb::Get, path};
    const QPointer<ActionCenter> self(this);
    m_session->client().fetch(wanted, [self, wantedName](const Outcome<QByteArray> &told) {
        if (!self)
            return;
        if (!told) {
            Q_EMIT self->failed(told.error().text());
            return;
        }
        const QString folder = QStandardPaths::writableLocation(QStandardPaths::DownloadLocation);
        QDir().mkpath(folder);
        static const QRegularExpression strange(u"[^A-Za-z0-9._-]"_s);
        QSaveFile file(QDir(folder).filePath(QString(wantedName).replace(strange, u"_"_s)));
        const QString name = file.fileName();
        if (!file.open(QIODevice::WriteOnly) || file.write(*told) != told->size() || !file.commit())
            Q_EMIT self->failed(
                QCoreApplication::translate("Actions", "The file can't be written: %1").arg(file.errorString()));
        else
            Q_EMIT self->done(QCoreApplication::translate("Actions", "Saved as %1").arg(name), false);
    });
}

struct ActionCenter::Course
{
    QString action;
    bool undoing = false;
    QVariantList records = {};
    qsizetype left = 0;
    QVariantList failed = {}; ///< records
    QStringList reasons = {}; ///< of these
    QString remark = {};

    void fail(const QVariant &record, const QString &reason)
    {
        failed.append(record);
        reasons.append(reason);
    }
};

void ActionCenter::run(const QString &action, const QVariantList &records, bool undoing)
{
    const ActionSpec *spec = actionSpec(action);
    if (!spec || records.isEmpty())
        return;
    m_busy = true;
    Q_EMIT changed();
    const auto course = std::make_shared<Course>(Course{action, undoing, records});
    if (records.size() > 1 && !spec->bulkPath.isEmpty() && m_session->operates()) {
        sendTogether(spec->bulkPath, course);
        return;
    }
    course->left = records.size();
    for (const QVariant &each : records) {
        const QVariantMap record = each.toMap();
        const QString path = withBases(spec->path, *m_session, record);
        m_session->send({spec->verb, filledIn(path, record, true), spec->bodyFor(record)}, this,
                        [this, course, record](const Outcome<JsonValue> &told) {
                            if (!told)
                                course->fail(record, told.error().text());
                            else if (course->action == "endpoint.check"_L1 && !(*told)["ok"_L1].truth().value_or(true))
                                course->remark = (*told)["detail"_L1].plain();
                            if (--course->left == 0)
                                finish(*course);
                        });
    }
}

void ActionCenter::sendTogether(const QString &path, const std::shared_ptr<Course> &course)
{
    QJsonArray ids;
    for (const QVariant &each : std::as_const(course->records))
        ids.append(each.toMap()[u"id"_s].toString());
    const QByteArray body = QJsonDocument(QJsonObject{{u"ids"_s, ids}}).toJson(QJsonDocument::Compact);
    m_session->send({Verb::Post, path, body}, this, [this, course](const Outcome<JsonValue> &told) {
        QHash<QString, QString> reasons;
        if (told)
            for (const JsonValue &each : (*told)["failed"_L1].items())
                reasons[each["id"_L1].plain()] = each["message"_L1].plain();
        for (const QVariant &each : std::as_const(course->records))
            if (const QString id = each.toMap()[u"id"_s].toString(); !told || reasons.contains(id))
                course->fail(each, told ? reasons[id] : told.error().text());
        finish(*course);
    });
}

QString ActionCenter::whatFailed(const Course &course)
{
    if (course.records.size() == 1)
        return course.reasons.value(0);
    constexpr qsizetype named = 5;
    QStringList lines;
    // The same reason for all is told once.
    if (course.failed.size() > 1 && course.reasons.count(course.reasons.first()) == course.reasons.size() &&
        course.failed.size() == course.records.size())
        return course.reasons.first();
    for (qsizetype i = 0; i < std::min(named, course.failed.size()); ++i)
        lines.append(titleOf(course.failed[i].toMap()) + u": "_s + course.reasons[i]);
    if (course.failed.size() > named)
        lines.append(QCoreApplication::translate("Actions", "and %n more", nullptr,
                                                 static_cast<int>(course.failed.size() - named)));
    lines.prepend(QCoreApplication::translate("Actions", "Done for %1, not for %2:")
                      .arg(thingsText(course.records.size() - course.failed.size()), thingsText(course.failed.size())));
    return lines.join(u'\n');
}

void ActionCenter::finish(const Course &course)
{
    const ActionSpec *spec = actionSpec(course.action);
    m_busy = false;
    if (course.action == "session.endAll"_L1 && course.failed.isEmpty()) {
        m_pending.clear();
        m_records.clear();
        Q_EMIT changed();
        // The page goes, and this with it.
        m_session->end(QCoreApplication::translate("Actions", "You are signed out everywhere."));
        return;
    }
    m_session->announce(spec->announces);
    if (!course.failed.isEmpty()) {
        m_error = whatFailed(course);
        // Who confirms again, tries again what failed.
        if (!m_pending.isEmpty())
            m_records = course.failed;
        Q_EMIT changed();
        if (m_pending.isEmpty())
            Q_EMIT failed(m_error);
        return;
    }
    m_pending.clear();
    m_records.clear();
    m_undo = course.undoing ? QString() : spec->undo;
    m_undoRecords = course.records;
    Q_EMIT changed();
    const QString name =
        course.records.size() == 1 ? titleOf(course.records.first().toMap()) : thingsText(course.records.size());
    if (!course.remark.isEmpty())
        Q_EMIT failed(QCoreApplication::translate("Actions", "%1 doesn't answer: %2").arg(name, course.remark));
    else
        Q_EMIT done(QString(spec->done).replace(u"%1"_s, name), !m_undo.isEmpty());
}

} // namespace beaver::admin
