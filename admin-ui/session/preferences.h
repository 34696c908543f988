#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QRect>
#include <QSettings>

namespace beaver::admin {

/// What this computer remembers between two starts. Nothing secret.
class Preferences : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made in main()")
    Q_PROPERTY(QString serverAddress READ serverAddress WRITE setServerAddress NOTIFY changed FINAL)
    Q_PROPERTY(QString email READ email WRITE setEmail NOTIFY changed FINAL)
    /// Addresses signed in to before, newest first.
    Q_PROPERTY(QStringList servers READ servers NOTIFY changed FINAL)
    /// What a server is for, by its host: `staging` or `test`; nothing for those that customers use.
    Q_PROPERTY(QVariantMap environments READ environments NOTIFY changed FINAL)
    Q_PROPERTY(bool compactRows READ compactRows WRITE setCompactRows NOTIFY changed FINAL)
    Q_PROPERTY(bool foldedNavigation READ foldedNavigation WRITE setFoldedNavigation NOTIFY changed FINAL)
    /// What a new gateway needs isn't told on the overview.
    Q_PROPERTY(bool hidesFirstSteps READ hidesFirstSteps WRITE setHidesFirstSteps NOTIFY changed FINAL)
    /// After how many seconds pages that tell of now ask again; 0: only when somebody wants it.
    Q_PROPERTY(int refreshSeconds READ refreshSeconds WRITE setRefreshSeconds NOTIFY changed FINAL)
    /// Cards of the overview that somebody doesn't want, by name.
    Q_PROPERTY(QStringList hiddenCards READ hiddenCards WRITE setHiddenCards NOTIFY changed FINAL)
    Q_PROPERTY(bool reducedMotion READ reducedMotion WRITE setReducedMotion NOTIFY changed FINAL)
    /// `system`, or a language such as `de`; holds from the next start on.
    Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY changed FINAL)
    /// x, y, width, height of the window when it was closed last; empty at the first start.
    Q_PROPERTY(QRect windowGeometry READ windowGeometry WRITE setWindowGeometry NOTIFY changed FINAL)
    /// The desktop tells what needs attention while nobody looks at the window.
    Q_PROPERTY(bool notifies READ notifies WRITE setNotifies NOTIFY changed FINAL)
    /// The window was as large as the screen.
    Q_PROPERTY(bool maximized READ isMaximized WRITE setMaximized NOTIFY changed FINAL)
    /// `system`, `light` or `dark`.
    Q_PROPERTY(QString theme READ theme WRITE setTheme NOTIFY changed FINAL)

public:
    /// Kept in the INI file `path`, or in the person's own settings when it is empty.
    explicit Preferences(const QString &path = {}, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(Preferences)

    QString serverAddress() const;
    void setServerAddress(const QString &address);
    QString email() const;
    void setEmail(const QString &email);
    QString theme() const;
    void setTheme(const QString &theme);

    QStringList servers() const;
    /// Puts it at the head of the list, which keeps eight.
    void rememberServer(const QString &address);
    Q_INVOKABLE void forgetServer(const QString &address);
    QVariantMap environments() const;
    Q_INVOKABLE void setEnvironment(const QString &host, const QString &environment);
    bool compactRows() const;
    void setCompactRows(bool compact);
    bool hidesFirstSteps() const;
    void setHidesFirstSteps(bool hides);
    bool foldedNavigation() const;
    void setFoldedNavigation(bool folded);
    int refreshSeconds() const;
    void setRefreshSeconds(int seconds);
    QStringList hiddenCards() const;
    void setHiddenCards(const QStringList &cards);
    bool reducedMotion() const;
    void setReducedMotion(bool reduced);
    QString language() const;
    void setLanguage(const QString &language);
    QRect windowGeometry() const;
    void setWindowGeometry(const QRect &geometry);
    bool notifies() const;
    void setNotifies(bool notifies);
    bool isMaximized() const;
    void setMaximized(bool maximized);
    /// Filters of a page that somebody gave a name: `{name, filters}`.
    Q_INVOKABLE QVariantList savedViews(const QString &page) const;
    Q_INVOKABLE void saveView(const QString &page, const QString &name, const QVariantMap &filters);
    Q_INVOKABLE void forgetView(const QString &page, const QString &name);
    /// The columns of a table that has so many, as RecordTable::chosenColumns; empty where nobody chose any, or chose
    /// of another number.
    Q_INVOKABLE QVariantList tableColumns(const QString &table, int of) const;
    Q_INVOKABLE void setTableColumns(const QString &table, int of, const QVariantList &places);

Q_SIGNALS:
    void changed();

private:
    void store(const QString &key, const QVariant &value);

    QSettings m_settings;
};

} // namespace beaver::admin
