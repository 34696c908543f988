#pragma once

#include <QQuickItem>
#include <QTemporaryDir>
#include <QTest>

#include <admin-ui/app/console_engine.h>
#include <admin-ui/client/fake_api_client.h>
#include <admin-ui/client/http_api_client.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <memory>

namespace beaver::admin {

/// The real window on a fake server, or on one that the test starts, driven by mouse and keys. A warning from QML fails
/// the test: a page that half loads looks green otherwise. With BEAVER_PICTURES=DIR in the environment, picture()
/// writes what the window shows.
class ConsoleWindow : public testing::Test
{
protected:
    enum class Server { Fake, Real };

    explicit ConsoleWindow(int accounts = 40, Server server = Server::Fake);
    ~ConsoleWindow() override;
    void SetUp() override;
    void TearDown() override;

    /// Anywhere in the window, popups too; null when it isn't shown.
    QQuickItem *find(const char *objectName) const;
    bool appears(const char *objectName);
    bool click(const char *objectName, Qt::MouseButton button = Qt::LeftButton);
    void type(const char *text);
    /// The same into each of these fields, in place of what stood there.
    void fill(std::initializer_list<const char *> fields, const char *text);
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {});
    QString textOf(const char *objectName) const;
    /// Whether a text that holds this stands anywhere in the window.
    bool shows(const QString &part) const;
    /// False after a minute.
    bool until(const std::function<bool()> &condition) const;
    void picture(const char *name) const;
    void signIn();
    /// By its name in the navigation; waits until it shows.
    bool openPage(const char *name);

    /// A warning that fails no test though QML says it.
    virtual bool isForgiven(const QString &) const { return false; }

    QTemporaryDir folder;
    Preferences preferences;
    FakeApiClient fake;
    HttpApiClient http;
    Session session;
    std::unique_ptr<ConsoleEngine> console;
    QQuickWindow *window = nullptr;
};

} // namespace beaver::admin
