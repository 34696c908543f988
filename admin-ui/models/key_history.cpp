#include <QUrl>

#include <admin-ui/models/cell.h>
#include <admin-ui/models/key_history.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

QString whatText(const QString &action)
{
    const std::pair<const char *, const char *> known[]{
        {"key.create", QT_TRANSLATE_NOOP("KeyHistory", "Made")},
        {"key.change", QT_TRANSLATE_NOOP("KeyHistory", "Changed")},
        {"key.rotate", QT_TRANSLATE_NOOP("KeyHistory", "Rotated")},
        {"key.revoke", QT_TRANSLATE_NOOP("KeyHistory", "Revoked")},
        {"key.signing_secret", QT_TRANSLATE_NOOP("KeyHistory", "New signing secret")},
        {"key.bodies", QT_TRANSLATE_NOOP("KeyHistory", "Kept bodies chosen")}};
    for (const auto &[name, text] : known)
        if (action == QLatin1StringView(name))
            return QCoreApplication::translate("KeyHistory", text);
    return wordText(action);
}

} // namespace

KeyHistory::KeyHistory(QObject *parent)
    : Report(parent)
{
    connect(this, &Report::sessionChanged, this, [this] {
        if (!session())
            return;
        connect(session(), &Session::stored, this, [this](const QString &kind) {
            if (kind == "key"_L1)
                reload();
        });
        connect(session(), &Session::namesLearned, this, [this] {
            take(JsonValue(m_answer));
            Q_EMIT changed();
        });
    });
}

void KeyHistory::setKeyId(const QString &id)
{
    if (m_keyId == id)
        return;
    m_keyId = id;
    reload();
}

ApiRequest KeyHistory::request() const
{
    if (m_keyId.isEmpty())
        return {};
    return {ApiRequest::Verb::Get, (session()->operates() ? u"/admin/api-keys/"_s : u"/api-keys/"_s) +
                                       QString::fromLatin1(QUrl::toPercentEncoding(m_keyId)) + u"/audit?limit=20"_s};
}

QString KeyHistory::whoText(const QString &actor) const
{
    if (actor == session()->accountId())
        return tr("You");
    if (actor == "operator"_L1)
        return tr("Who runs the gateway");
    return actor.isEmpty() ? tr("The gateway") : session()->nameOf(actor);
}

void KeyHistory::take(const JsonValue &answer)
{
    m_answer = answer;
    m_lines.clear();
    for (const JsonValue &line : m_answer["data"_L1].items()) {
        const QString action = line["action"_L1].plain();
        m_lines.append(QVariantMap{{u"at"_s, timeCell(line["at"_L1])[u"text"_s]},
                                   {u"exact"_s, utcTime(line["at"_L1].plain())},
                                   {u"what"_s, whatText(action)},
                                   {u"who"_s, whoText(line["actor"_L1].plain())},
                                   {u"address"_s, line["address"_L1].plain()}});
    }
    m_hasMore = m_answer["has_more"_L1].truth().value_or(false);
}

} // namespace beaver::admin
