#include <QCoreApplication>
#include <QUrl>

#include <admin-ui/session/navigator.h>

#include <array>

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
    Page{"usage", QT_TRANSLATE_NOOP("Navigator", "Usage & logs"), "activity", "U", Who::Operator, 0},
    Page{"providers", QT_TRANSLATE_NOOP("Navigator", "Providers & servers"), "server", "P", Who::Operator, 0},
    Page{"accounts", QT_TRANSLATE_NOOP("Navigator", "Accounts"), "users", "A", Who::Operator, 1},
    Page{"keys", QT_TRANSLATE_NOOP("Navigator", "API keys"), "keyRound", "K", Who::Everybody, 1},
    Page{"limits", QT_TRANSLATE_NOOP("Navigator", "Limits & plans"), "gauge", "L", Who::Operator, 1},
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
    if (m_page.isEmpty() && m_session)
        m_page = m_session->operates() ? u"overview"_s : u"home"_s;
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

bool Navigator::isAllowed() const
{
    return pageNames().contains(m_page);
}

void Navigator::open(const QString &page, const QString &subject)
{
    if (page == m_page && subject == m_subject)
        return;
    m_past.append({m_page, m_subject});
    if (m_past.size() > 50)
        m_past.removeFirst();
    m_page = page;
    m_subject = subject;
    Q_EMIT moved();
}

void Navigator::back()
{
    if (m_past.isEmpty())
        return;
    std::tie(m_page, m_subject) = m_past.takeLast();
    Q_EMIT moved();
}

void Navigator::openLink(const QString &link)
{
    const QUrl url(link);
    if (url.scheme() != "beaver"_L1)
        return;
    for (const Page &page : pages)
        if (url.host() == QLatin1StringView(page.name))
            open(url.host(), url.path().mid(1));
}

QString Navigator::link() const
{
    return u"beaver://"_s + m_page + (m_subject.isEmpty() ? QString() : u'/' + m_subject);
}

} // namespace beaver::admin
