#include <QCoreApplication>
#include <QRegularExpression>
#include <QUrl>
#include <QUrlQuery>

#include <admin-ui/session/navigator.h>

#include <algorithm>
#include <array>
#include <utility>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

enum class Who { Operator, Account, Everybody };

struct Page
{
    const char *name;
    const char *title;
    const char *glyph;
    const char *key; ///< after G
    Who who;
    int group;
};

constexpr std::array pages{
    Page{"overview", QT_TRANSLATE_NOOP("Navigator", "Overview"), "layoutDashboard", "O", Who::Operator, 0},
    Page{"home", QT_TRANSLATE_NOOP("Navigator", "Home"), "layoutDashboard", "O", Who::Account, 0},
    Page{"usage", QT_TRANSLATE_NOOP("Navigator", "Usage & logs"), "activity", "U", Who::Everybody, 0},
    Page{"providers", QT_TRANSLATE_NOOP("Navigator", "Providers & servers"), "server", "P", Who::Operator, 0},
    Page{"accounts", QT_TRANSLATE_NOOP("Navigator", "Accounts"), "users", "A", Who::Operator, 1},
    Page{"projects", QT_TRANSLATE_NOOP("Navigator", "Projects"), "folder", "J", Who::Everybody, 1},
    Page{"keys", QT_TRANSLATE_NOOP("Navigator", "API keys"), "keyRound", "K", Who::Everybody, 1},
    Page{"limits", QT_TRANSLATE_NOOP("Navigator", "Limits & plans"), "gauge", "L", Who::Everybody, 1},
    Page{"pricing", QT_TRANSLATE_NOOP("Navigator", "Models & pricing"), "tags", "M", Who::Operator, 2},
    Page{"billing", QT_TRANSLATE_NOOP("Navigator", "Billing"), "receipt", "B", Who::Everybody, 2},
    Page{"audit", QT_TRANSLATE_NOOP("Navigator", "Audit log"), "scrollText", "D", Who::Operator, 3},
    Page{"playground", QT_TRANSLATE_NOOP("Navigator", "Playground"), "messageSquare", "Y", Who::Everybody, 3},
    Page{"settings", QT_TRANSLATE_NOOP("Navigator", "Settings"), "settings", "S", Who::Everybody, 3}};

constexpr std::array groupTitles{"", QT_TRANSLATE_NOOP("Navigator", "Customers"),
                                 QT_TRANSLATE_NOOP("Navigator", "Revenue"), QT_TRANSLATE_NOOP("Navigator", "System")};
constexpr std::array ownTitles{"", QT_TRANSLATE_NOOP("Navigator", "Access"), QT_TRANSLATE_NOOP("Navigator", "Money"),
                               QT_TRANSLATE_NOOP("Navigator", "Tools")};

bool sees(const Page &page, bool operates)
{
    return page.who == Who::Everybody || (page.who == Who::Operator) == operates;
}

} // namespace

Navigator::Navigator(QObject *parent)
    : QObject(parent)
{}

void Navigator::setSession(Session *session)
{
    m_session = session;
    if (m_place.page.isEmpty() && m_session)
        m_place.page = m_session->operates() ? u"overview"_s : u"home"_s;
    Q_EMIT pagesChanged();
    Q_EMIT moved();
}

QVariantList Navigator::groups() const
{
    if (!m_session)
        return {};
    const bool operates = m_session->operates();
    QVariantList groups;
    for (std::size_t i = 0; i < groupTitles.size(); ++i) {
        QVariantList own;
        for (const Page &page : pages)
            if (page.group == static_cast<int>(i) && sees(page, operates))
                own.append(QVariantMap{{u"name"_s, QString::fromLatin1(page.name)},
                                       {u"title"_s, QCoreApplication::translate("Navigator", page.title)},
                                       {u"glyph"_s, QString::fromLatin1(page.glyph)},
                                       {u"shortcut"_s, QString::fromLatin1(page.key)}});
        const char *title = operates ? groupTitles[i] : ownTitles[i];
        groups.append(QVariantMap{{u"title"_s, *title ? QCoreApplication::translate("Navigator", title) : QString()},
                                  {u"pages"_s, own}});
    }
    return groups;
}

QStringList Navigator::pageNames() const
{
    QStringList names;
    for (const Page &page : pages)
        if (m_session && sees(page, m_session->operates()))
            names.append(QString::fromLatin1(page.name));
    return names;
}

QString Navigator::partOf(const QString &subject, const QVariantList &parts)
{
    QString named = subject.section(u'/', 0, 0);
    const auto value = [](const QVariant &part) { return part.toMap()[u"value"_s].toString(); };
    if (std::ranges::find(parts, named, value) != parts.end())
        return named;
    return parts.isEmpty() ? QString() : value(parts.first());
}

bool Navigator::isAllowed() const
{
    return pageNames().contains(m_place.page);
}

void Navigator::open(const QString &page, const QString &subject, const QVariantMap &filters)
{
    Place wanted{page, subject, filters};
    if (wanted == m_place)
        return;
    m_past.append(std::exchange(m_place, std::move(wanted)));
    if (m_past.size() > 50)
        m_past.removeFirst();
    Q_EMIT moved();
}

void Navigator::back()
{
    if (m_past.isEmpty())
        return;
    m_place = m_past.takeLast();
    Q_EMIT moved();
}

void Navigator::openLink(const QString &link)
{
    const QUrl url(link);
    if (url.scheme() != "beaver"_L1)
        return;
    // Whatever else a list is asked by isn't a link's to say: how much, from where on, as what.
    static const QStringList kept{u"limit"_s, u"after"_s, u"before"_s, u"format"_s};
    static const QRegularExpression name(u"^[a-z_]{1,40}$"_s);
    QVariantMap filters;
    for (const auto &[key, value] : QUrlQuery(url).queryItems(QUrl::FullyDecoded))
        if (name.match(key).hasMatch() && !kept.contains(key) && !value.isEmpty() && value.size() <= 200)
            filters[key] = value;
    for (const Page &page : pages)
        if (url.host() == QLatin1StringView(page.name))
            open(url.host(), url.path().mid(1), filters);
}

QString Navigator::link() const
{
    const auto coded = [](const QString &text) { return QString::fromLatin1(QUrl::toPercentEncoding(text)); };
    QStringList filters;
    for (auto each = m_place.filters.begin(); each != m_place.filters.end(); ++each)
        filters.append(coded(each.key()) + u'=' + coded(each.value().toString()));
    return u"beaver://"_s + m_place.page + (m_place.subject.isEmpty() ? QString() : u'/' + m_place.subject) +
           (filters.isEmpty() ? QString() : u'?' + filters.join(u'&'));
}

} // namespace beaver::admin
