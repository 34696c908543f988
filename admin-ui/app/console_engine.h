#pragma once

#include <QQmlApplicationEngine>
#include <QQuickWindow>

#include <admin-ui/session/preferences.h>
#include <admin-ui/session/session.h>

namespace beaver::admin {

/// Fonts, style and names of the application; after QGuiApplication, before the first engine.
void setUpApplication();

/// The window on its engine. QML reaches no network: what a customer typed can make nothing load.
class ConsoleEngine
{
public:
    /// `animated`: off for pictures and tests.
    ConsoleEngine(Session &session, Preferences &preferences, bool animated = true);
    ~ConsoleEngine();
    Q_DISABLE_COPY_MOVE(ConsoleEngine)

    /// Null when the QML didn't load; the messages say why.
    QQuickWindow *window() const;

private:
    QQmlApplicationEngine m_engine;
};

} // namespace beaver::admin
