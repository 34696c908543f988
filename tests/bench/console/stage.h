#pragma once

#include <QQuickItem>
#include <QTemporaryDir>

#include <admin-ui/app/console_engine.h>
#include <admin-ui/session/navigator.h>

#include <functional>
#include <memory>
#include <vector>

namespace beaver::bench {

/// Resident memory of this process, in MB.
double residentMb();
/// Of this thread so far.
double processorMs();
/// The value that `percent` of them don't exceed.
double percentile(std::vector<double> values, double percent);
/// Prints `name value`, as tests/bench/console/run reads it.
void tell(const char *name, double value);
/// Runs the event loop until `condition` holds; ends the program after `seconds`.
void await(const char *what, const std::function<bool()> &condition, int seconds = 600);

/// The console's window on a client, signed in.
class Stage
{
public:
    explicit Stage(admin::ApiClient &client, const QString &server = QStringLiteral("https://beaver.example.com"));

    void signIn(const QString &email, const QString &password);
    void open(const QString &page, const QString &subject = {});
    /// By its object name, anywhere in the window; null when it isn't shown.
    QQuickItem *find(const QString &name) const;
    QQuickItem *wait(const QString &name);
    /// Does `work` and waits until the window shows what came of it; milliseconds.
    double frame(const std::function<void()> &work);
    QQuickWindow &window() const { return *m_window; }
    admin::Session &session() { return m_session; }

private:
    QTemporaryDir m_folder;
    admin::Preferences m_preferences;
    admin::Session m_session;
    std::unique_ptr<admin::ConsoleEngine> m_console;
    QQuickWindow *m_window = nullptr;
    bool m_swapped = false;
};

// One figure each; the arguments stand in main.cpp.
int firstFrame();
int scroll(int rows);
int stream(int seconds);
int tail(int polls);
int pages(const QStringList &server, int rows);
int exportLog(const QStringList &server, int rows);

} // namespace beaver::bench
