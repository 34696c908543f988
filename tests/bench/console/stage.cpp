#include <QElapsedTimer>
#include <QFile>
#include <QTest>
#include <QTextStream>

#include <tests/bench/console/stage.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace beaver::bench {

using namespace admin;
using namespace Qt::StringLiterals;

double residentMb()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toDouble() * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

double processorMs()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

double percentile(std::vector<double> values, double percent)
{
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    const auto place = static_cast<std::size_t>(std::ceil(static_cast<double>(values.size()) * percent / 100));
    return values[std::min(values.size(), std::max<std::size_t>(1, place)) - 1];
}

void tell(const char *name, double value)
{
    QTextStream(stdout) << name << ' ' << QString::number(value, 'f', 1) << Qt::endl;
}

void await(const char *what, const std::function<bool()> &condition, int seconds)
{
    if (QTest::qWaitFor(condition, seconds * 1'000))
        return;
    QTextStream(stderr) << "waited " << seconds << " s in vain: " << what << Qt::endl;
    std::exit(1);
}

Stage::Stage(ApiClient &client, const QString &server)
    : m_preferences(m_folder.filePath(u"settings.ini"_s))
    , m_session(client)
{
    m_preferences.setServerAddress(server);
    m_preferences.setTheme(u"light"_s);
    m_console = std::make_unique<ConsoleEngine>(m_session, m_preferences, true);
    m_window = m_console->window();
    if (!m_window)
        std::exit(1);
    QObject::connect(m_window, &QQuickWindow::frameSwapped, m_window, [this] { m_swapped = true; });
    await("a first frame", [this] { return m_swapped; });
    m_window->requestActivate();
}

void Stage::signIn(const QString &email, const QString &password)
{
    m_session.signIn(QUrl(m_preferences.serverAddress()), {email, password}, [](const Outcome<SignedIn> &outcome) {
        if (!outcome)
            QTextStream(stderr) << outcome.error().text() << Qt::endl;
    });
    await("to be signed in", [this] { return m_window->property("navigator").value<Navigator *>() != nullptr; });
}

void Stage::open(const QString &page, const QString &subject)
{
    m_window->property("navigator").value<Navigator *>()->open(page, subject);
}

QQuickItem *Stage::find(const QString &name) const
{
    std::function<QQuickItem *(QQuickItem *)> below = [&](QQuickItem *item) -> QQuickItem * {
        if (!item->isVisible())
            return nullptr;
        if (item->objectName() == name)
            return item;
        for (QQuickItem *child : item->childItems())
            if (QQuickItem *found = below(child))
                return found;
        return nullptr;
    };
    return below(m_window->contentItem());
}

QQuickItem *Stage::wait(const QString &name)
{
    await(qPrintable(name), [&] { return find(name) != nullptr; });
    return find(name);
}

double Stage::frame(const std::function<void()> &work)
{
    QElapsedTimer clock;
    clock.start();
    m_swapped = false;
    work();
    m_window->update();
    while (!m_swapped)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

} // namespace beaver::bench
