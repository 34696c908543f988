#ifdef BEAVER_TESTS_DBUS
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVirtualObject>

#include <admin-ui/session/desktop_notifier.h>
#include <tests/unit/admin_ui/fixtures.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

/// Takes notifications as a desktop does; says that the last one was pressed.
class FakeDesktop final : public QDBusVirtualObject
{
public:
    QString introspect(const QString &) const override { return {}; }
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override
    {
        if (message.member() != "Notify"_L1)
            return false;
        asked.append(message.arguments());
        return connection.send(message.createReply(7u));
    }
    QList<QVariantList> asked;
};

} // namespace

TEST(DesktopNotifier, ShowsTextAsTextAndOpensThePageThatWasPressed)
{
    QDBusConnection bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, u"fake desktop"_s);
    if (!bus.isConnected())
        GTEST_SKIP() << "there is no session bus";
    FakeDesktop desktop;
    ASSERT_TRUE(bus.registerVirtualObject(u"/org/freedesktop/Notifications"_s, &desktop));
    if (!bus.registerService(u"org.freedesktop.Notifications"_s))
        GTEST_SKIP() << "this desktop has notifications of its own";
    DesktopNotifier notifier;
    EXPECT_TRUE(notifier.problem().isEmpty());
    QString opened;
    QObject::connect(&notifier, &DesktopNotifier::opened, &notifier, [&opened](const QString &page) { opened = page; });
    notifier.show(u"An endpoint is down"_s, u"<b>xai</b>"_s, u"providers"_s);
    ASSERT_TRUE(until([&desktop] { return !desktop.asked.isEmpty(); }));
    EXPECT_EQ(desktop.asked[0].value(3).toString(), u"An endpoint is down"_s);
    EXPECT_EQ(desktop.asked[0].value(4).toString(), u"&lt;b&gt;xai&lt;/b&gt;"_s);
    // Its number is known to the notifier once the answer is there; until then a press finds nothing.
    ASSERT_TRUE(until([&] {
        QDBusMessage pressed = QDBusMessage::createSignal(u"/org/freedesktop/Notifications"_s,
                                                          u"org.freedesktop.Notifications"_s, u"ActionInvoked"_s);
        pressed << 7u << u"default"_s;
        bus.send(pressed);
        QTest::qWait(5);
        return !opened.isEmpty();
    }));
    EXPECT_EQ(opened, u"providers"_s);
    QDBusConnection::disconnectFromBus(u"fake desktop"_s);
}

} // namespace beaver::admin
#endif
