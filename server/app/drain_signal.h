#pragma once

#include <QObject>

#include <functional>
#include <memory>

class QSocketNotifier;

namespace beaver::app {

/// Turns SIGTERM and SIGINT into a call on the main thread's event loop. One at a time in a process.
class DrainSignal final
{
public:
    explicit DrainSignal(std::function<void(int)> action);
    ~DrainSignal();
    DrainSignal(const DrainSignal &) = delete;
    DrainSignal &operator=(const DrainSignal &) = delete;

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
    int m_descriptor = -1;
};

} // namespace beaver::app
