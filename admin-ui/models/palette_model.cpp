#include <QUrl>

#include <admin-ui/models/palette_model.h>

#include <algorithm>
#include <utility>

namespace beaver::admin {

using namespace Qt::StringLiterals;

PaletteModel::PaletteModel(QObject *parent)
    : QAbstractListModel(parent)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(std::chrono::milliseconds(150));
    connect(&m_pause, &QTimer::timeout, this, &PaletteModel::ask);
}

void PaletteModel::setSession(Session *session)
{
    m_session = session;
    Q_EMIT changed();
}

void PaletteModel::setNavigator(Navigator *navigator)
{
    m_navigator = navigator;
    Q_EMIT changed();
}

void PaletteModel::setTyped(const QString &typed)
{
    if (m_typed.trimmed() != typed.trimmed()) {
        ++m_question; // what is on its way is of no use any more
        m_awaited = 0;
        m_problem.clear();
        if (typed.trimmed().isEmpty())
            m_pause.stop();
        else
            m_pause.start();
    }
    m_typed = typed;
    search();
}

void PaletteModel::prepare()
{
    m_fixed.clear();
    m_found.clear();
    for (const QVariant &group : m_navigator->groups())
        for (const QVariant &each : group.toMap()[u"pages"_s].toList()) {
            const QVariantMap page = each.toMap();
            m_fixed.append({tr("Go to"),
                            page[u"title"_s].toString(),
                            {},
                            page[u"glyph"_s].toString(),
                            u"G "_s + page[u"shortcut"_s].toString(),
                            page[u"name"_s].toString(),
                            {},
                            {}});
        }
    const auto action = [this](const QString &text, const QString &glyph, const QString &id) {
        m_fixed.append({tr("Actions"), text, {}, glyph, {}, {}, {}, id});
    };
    if (m_session->mayCreate()) {
        action(tr("Create an account"), u"users"_s, u"account.create"_s);
        action(tr("Add a provider endpoint"), u"server"_s, u"endpoint.create"_s);
        action(tr("Add a model"), u"tags"_s, u"model.create"_s);
        action(tr("Create a voucher"), u"ticket"_s, u"voucher.create"_s);
    }
    if (!m_session->operates())
        action(tr("Create an API key"), u"keyRound"_s, u"key.createOwn"_s);
    action(tr("Switch between light and dark"), u"sun"_s, u"console.theme"_s);
    action(tr("Show the keyboard shortcuts"), u"keyboard"_s, u"console.shortcuts"_s);
    action(tr("Copy a link to this page"), u"link"_s, u"console.copyLink"_s);
    action(tr("Sign out"), u"logOut"_s, u"console.signOut"_s);
    search();
}

std::vector<PaletteModel::Source> PaletteModel::sources() const
{
    const Entry account{tr("Accounts"), {}, {}, u"user"_s, {}, u"accounts"_s, {}, {}};
    const Entry project{tr("Projects"), {}, {}, u"folder"_s, {}, u"projects"_s, {}, {}};
    const Entry key{tr("API keys"), {}, {}, u"keyRound"_s, {}, u"keys"_s, {}, {}};
    const Entry model{tr("Models"), {}, {}, u"tags"_s, {}, u"pricing"_s, {}, {}};
    const Entry call{tr("Calls"), {}, {}, u"activity"_s, {}, u"usage"_s, {}, {}};
    if (!m_session->operates())
        return {{u"/projects"_s, project, u"name"_s, u"id"_s},
                {u"/api-keys"_s, key, u"name"_s, u"preview"_s, true},
                {u"/account/calls"_s, call, u"id"_s, u"model"_s}};
    return {{u"/admin/accounts"_s, account, u"full_name"_s, u"email"_s},
            {u"/admin/projects"_s, project, u"name"_s, u"id"_s},
            {u"/admin/api-keys"_s, key, u"name"_s, u"preview"_s, true},
            {u"/admin/models"_s, model, u"id"_s, u"provider"_s, true},
            {u"/admin/calls"_s, call, u"id"_s, u"model"_s}};
}

void PaletteModel::ask()
{
    ++m_question;
    m_awaited = 0;
    m_problem.clear();
    const QString wanted = m_typed.trimmed();
    if (wanted.isEmpty())
        m_found.clear();
    else if (m_session)
        for (const Source &source : sources())
            fetch(source, wanted);
    search();
}

void PaletteModel::fetch(const Source &source, const QString &wanted)
{
    constexpr int most = 6;
    ++m_awaited;
    const QString path =
        source.path + u"?limit=%1&search="_s.arg(most) + QString::fromLatin1(QUrl::toPercentEncoding(wanted));
    m_session->send({ApiRequest::Verb::Get, path}, this,
                    [this, source, question = m_question](const Outcome<JsonValue> &told) {
                        if (question != m_question)
                            return;
                        --m_awaited;
                        m_found.removeIf([&](const Entry &each) { return each.group == source.entry.group; });
                        if (!told)
                            m_problem = told.error().text();
                        else
                            for (const JsonValue &item : (*told)["data"_L1].items()) {
                                Entry entry = source.entry;
                                const QString id = item["id"_L1].plain();
                                entry.text = item.at(source.name).plain();
                                entry.sub = item.at(source.sub).plain();
                                if (entry.text.isEmpty())
                                    entry.text = std::exchange(entry.sub, {});
                                if (source.listed)
                                    entry.filters = {{u"search"_s, id}};
                                entry.subject = id;
                                entry.sought = m_typed.trimmed();
                                m_found.append(entry);
                            }
                        search();
                    });
}

void PaletteModel::search()
{
    const QString wanted = m_typed.trimmed().toLower();
    QList<Entry> hits;
    const auto matches = [&wanted](const Entry &entry) {
        return entry.sought.toLower() == wanted || entry.text.toLower().contains(wanted) ||
               entry.sub.toLower().contains(wanted) ||
               (!entry.subject.isEmpty() && entry.subject.toLower().contains(wanted));
    };
    std::copy_if(m_fixed.begin(), m_fixed.end(), std::back_inserter(hits), matches);
    if (!wanted.isEmpty()) {
        // Answers come in any order.
        const std::vector<Source> groups = sources();
        bool isCallFound = false;
        for (const Source &source : groups)
            for (const Entry &entry : m_found)
                if (entry.group == source.entry.group && matches(entry)) {
                    hits.append(entry);
                    isCallFound = isCallFound || entry.subject.toLower() == wanted;
                }
        // A request's id leads to its call, whatever the server said by now.
        if (wanted.startsWith("req_"_L1) && !isCallFound)
            hits.append({tr("Calls"),
                         m_typed.trimmed(),
                         tr("Open this call"),
                         u"activity"_s,
                         {},
                         u"usage"_s,
                         m_typed.trimmed(),
                         {}});
    }
    beginResetModel();
    m_hits = hits;
    endResetModel();
    Q_EMIT changed();
}

void PaletteModel::take(int row)
{
    if (row < 0 || row >= count())
        return;
    const Entry entry = m_hits[row];
    if (!entry.action.isEmpty())
        Q_EMIT actionWanted(entry.action, {});
    else if (entry.filters.isEmpty())
        m_navigator->open(entry.page, entry.subject);
    else
        m_navigator->open(entry.page, {}, entry.filters);
}

int PaletteModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant PaletteModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Entry &entry = m_hits[index.row()];
    switch (role) {
    case GroupRole:
        return entry.group;
    case Qt::DisplayRole:
    case TextRole:
        return entry.text;
    case SubRole:
        return entry.sub;
    case GlyphRole:
        return entry.glyph;
    case KeysRole:
        return entry.keys;
    default:
        return {};
    }
}

QHash<int, QByteArray> PaletteModel::roleNames() const
{
    return {{GroupRole, "group"}, {TextRole, "label"}, {SubRole, "sub"}, {GlyphRole, "glyph"}, {KeysRole, "keys"}};
}

} // namespace beaver::admin
