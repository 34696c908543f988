#include <QElapsedTimer>
#include <QTest>

#include <tests/bench/console/measuring_client.h>
#include <tests/bench/console/stage.h>

namespace beaver::bench {

using namespace admin;
using namespace Qt::StringLiterals;

/// Types into the playground while an answer is streamed: a key every 40 ms, each from its press to the frame that
/// shows it.
int stream(int seconds)
{
    MeasuringClient client;
    client.tokens = 200 * seconds;
    Stage stage(client);
    stage.signIn(u"admin@beaver.example"_s, u"x"_s);
    stage.open(u"playground"_s);
    QQuickItem *composer = stage.wait(u"composer"_s);
    await("a model", [&] { return !stage.wait(u"model"_s)->property("value").toString().isEmpty(); });
    composer->setProperty("text", u"Tell me."_s);
    QQuickItem *send = stage.wait(u"send"_s);
    stage.frame([&] { QMetaObject::invokeMethod(send, "clicked"); });
    composer->setProperty("text", QString());
    composer->forceActiveFocus();
    std::vector<double> keys;
    std::vector<double> frames;
    QElapsedTimer clock;
    clock.start();
    qint64 due = 0;
    while (clock.elapsed() < seconds * 1'000) {
        if (clock.elapsed() >= due) {
            // From the time it should have been pressed: a stall isn't hidden by keys that waited.
            stage.frame([&] { QTest::keyClick(&stage.window(), static_cast<char>('a' + keys.size() % 26)); });
            keys.push_back(static_cast<double>(clock.elapsed() - due));
            due += 40;
        } else {
            frames.push_back(stage.frame([] {}));
        }
    }
    const auto typed = static_cast<std::size_t>(composer->property("text").toString().size());
    await("the answer's end", [&] { return stage.find(u"summary"_s) != nullptr || !stage.find(u"stop"_s); });
    tell("keys", static_cast<double>(keys.size()));
    tell("lost", static_cast<double>(keys.size() - typed));
    tell("p50", percentile(keys, 50));
    tell("p99", percentile(keys, 99));
    tell("max", percentile(keys, 100));
    return 0;
}

} // namespace beaver::bench
