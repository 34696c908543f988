#pragma once

#include <QQmlApplicationEngine>
#include <QQuickWindow>

#include <admin-ui/session/local_gateway.h>
#include <admin-ui/session/preferences.h>
#include <admin-ui/session/session.h>

namespace beaver::admin {

/// Fonts, style and names of the application; after QGuiApplication, before the first engine.
void setUpApplication();
/// `system`, or a language such as `de`; before anything is shown. English, too, needs its plurals.
void useLanguage(const QString &language);

/// The window on its engine. QML reaches no network: what a customer typed can make nothing load.
class ConsoleEngine
{
public:
    /// `animated`: off for pictures and tests. `link`: a `beaver://` address to open with, or empty.
    ConsoleEngine(Session &session, Preferences &preferences, bool animated = true, const QString &link = {});
    ~ConsoleEngine();
    Q_DISABLE_COPY_MOVE(ConsoleEngine)

    /// Null when the QML didn't load; the messages say why.
    QQuickWindow *window() const;
    /// Shows the window, at the link if there is one.
    void follow(const QString &link);

private:
    LocalGateway m_gateway;
    QQmlApplicationEngine m_engine;
};

} // namespace beaver::admin
