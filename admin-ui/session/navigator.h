#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QVariantList>
#include <QVariantMap>

#include <admin-ui/session/session.h>

namespace beaver::admin {

/// The pages that the role may see, which of them is shown, and with what: `beaver://accounts/acc_1`,
/// `beaver://billing/invoices`, `beaver://usage/requests?model=gpt-4o&search=late`.
class Navigator : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(beaver::admin::Session *session READ session WRITE setSession NOTIFY pagesChanged REQUIRED FINAL)
    /// Groups `{title, pages: [{name, title, glyph, shortcut}]}` in the navigation's order.
    Q_PROPERTY(QVariantList groups READ groups NOTIFY pagesChanged FINAL)
    Q_PROPERTY(QString page READ page NOTIFY moved FINAL)
    /// The object that the page opens with; empty for none.
    Q_PROPERTY(QString subject READ subject NOTIFY moved FINAL)
    /// What comes behind the part, such as the webhook of `settings/webhooks/whk_1`; empty for nothing.
    Q_PROPERTY(QString inPart READ inPart NOTIFY moved FINAL)
    /// What the page's list is narrowed by, as texts; `search` is what is searched in it.
    Q_PROPERTY(QVariantMap filters READ filters NOTIFY moved FINAL)
    Q_PROPERTY(bool allowed READ isAllowed NOTIFY moved FINAL)
    /// The span of time that was picked last, for every page that shows one; empty before the first.
    Q_PROPERTY(QString period MEMBER m_period NOTIFY periodPicked FINAL)

public:
    explicit Navigator(QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(Navigator)

    Session *session() const { return m_session; }
    void setSession(Session *session);
    QVariantList groups() const;
    QString page() const { return m_place.page; }
    QString subject() const { return m_place.subject; }
    QVariantMap filters() const { return m_place.filters; }
    QString inPart() const { return m_place.subject.section(u'/', 1); }
    /// Which part of a page the subject names, of `{value}` each; the first where it names none of them.
    Q_INVOKABLE static QString partOf(const QString &subject, const QVariantList &parts);
    bool isAllowed() const;
    Q_INVOKABLE QStringList pageNames() const;
    Q_INVOKABLE void open(const QString &page, const QString &subject = {}, const QVariantMap &filters = {});
    /// The page's list is narrowed by these now: no step of the history, but of link().
    Q_INVOKABLE void note(const QVariantMap &filters) { m_place.filters = filters; }
    Q_INVOKABLE void back();
    /// `beaver://page/subject?filter=value`; anything else does nothing.
    Q_INVOKABLE void openLink(const QString &link);
    Q_INVOKABLE QString link() const;

Q_SIGNALS:
    void pagesChanged();
    void moved();
    void periodPicked();

private:
    Session *m_session = nullptr;
    struct Place
    {
        QString page;
        QString subject;
        QVariantMap filters;

        bool operator==(const Place &) const = default;
    };
    Place m_place;
    QList<Place> m_past;
    QString m_period;
};

} // namespace beaver::admin
