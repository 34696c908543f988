#include <admin-ui/models/palette_model.h>

#include <algorithm>

namespace beaver::admin {

using namespace Qt::StringLiterals;

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
    if (m_session->operates()) {
        fetch(u"/admin/accounts?limit=200"_s, tr("Accounts"), u"user"_s, u"accounts"_s, u"full_name"_s, u"email"_s);
        fetch(u"/admin/api-keys?limit=200"_s, tr("API keys"), u"keyRound"_s, u"keys"_s, u"name"_s, u"preview"_s);
        fetch(u"/admin/models?limit=200"_s, tr("Models"), u"tags"_s, u"pricing"_s, u"id"_s, u"provider"_s);
        fetch(u"/admin/calls?limit=50"_s, tr("Calls"), u"activity"_s, u"usage"_s, u"id"_s, u"model"_s);
    } else {
        fetch(u"/account/calls?limit=50"_s, tr("Calls"), u"activity"_s, u"usage"_s, u"id"_s, u"model"_s);
    }
}

void PaletteModel::fetch(const QString &path, const QString &group, const QString &glyph, const QString &page,
                         const QString &name, const QString &sub)
{
    m_session->send({ApiRequest::Verb::Get, path}, this,
                    [this, group, glyph, page, name, sub](const Outcome<JsonValue> &told) {
                        if (!told)
                            return;
                        for (const JsonValue &item : (*told)["data"_L1].items()) {
                            const QString text = item.at(name).plain();
                            m_found.append({group,
                                            text.isEmpty() ? item.at(sub).plain() : text,
                                            text.isEmpty() ? QString() : item.at(sub).plain(),
                                            glyph,
                                            {},
                                            page,
                                            item["id"_L1].plain(),
                                            {}});
                        }
                        search();
                    });
}

void PaletteModel::search()
{
    constexpr int mostOfGroup = 6;
    const QString wanted = m_typed.trimmed().toLower();
    QList<Entry> hits;
    const auto matches = [&wanted](const Entry &entry) {
        return entry.text.toLower().contains(wanted) || entry.sub.toLower().contains(wanted) ||
               (!entry.subject.isEmpty() && entry.subject.toLower().contains(wanted));
    };
    std::copy_if(m_fixed.begin(), m_fixed.end(), std::back_inserter(hits), matches);
    if (!wanted.isEmpty()) {
        std::map<QString, int> shown;
        for (const Entry &entry : m_found)
            if (matches(entry) && ++shown[entry.group] <= mostOfGroup)
                hits.append(entry);
        // A request's id leads to its call, listed or not.
        if (wanted.startsWith("req_"_L1) && !shown.contains(tr("Calls")))
            hits.append({tr("Calls"), wanted, tr("Open this call"), u"activity"_s, {}, u"usage"_s, wanted, {}});
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
    if (entry.action.isEmpty())
        m_navigator->open(entry.page, entry.subject);
    else
        Q_EMIT actionWanted(entry.action, {});
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
