#include <QSocketNotifier>

#include <pthread.h>
#include <server/app/drain_signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>

namespace beaver::app {

DrainSignal::DrainSignal(std::function<void(int)> action)
{
    // Blocked here, before any other thread is made, so that no thread takes them the old way.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    m_descriptor = signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
    m_notifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(),
                     [this, action = std::move(action)] {
                         signalfd_siginfo info{};
                         if (::read(m_descriptor, &info, sizeof info) == static_cast<ssize_t>(sizeof info))
                             action(static_cast<int>(info.ssi_signo));
                     });
}

DrainSignal::~DrainSignal()
{
    m_notifier.reset();
    ::close(m_descriptor);
}

} // namespace beaver::app
