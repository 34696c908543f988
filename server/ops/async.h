#pragma once

#include <server/ops/event_loop.h>

#include <atomic>
#include <coroutine>
#include <memory>
#include <optional>
#include <utility>

namespace beaver::ops {

/// A value that another thread (or a later turn) delivers to a coroutine on a loop. Make it, hand the Promise away,
/// bind the Future to a name, `co_await` the name: g++ 12 destroys twice what is built inside the expression.
///
///     Promise<int> promise(loop);
///     auto future = promise.future();
///     pool.run([promise]() mutable { promise.set(42); });   // any thread
///     const int answer = co_await future;                   // loop's thread
template <typename T> class Promise;

template <typename T> class Future
{
public:
    bool await_ready() const { return m_state->value.has_value(); }
    void await_suspend(std::coroutine_handle<> waiter)
    {
        m_state->waiter = waiter;
        ++m_state->executor->m_awaiting;
    }
    T await_resume() { return std::move(*m_state->value); }

private:
    friend class Promise<T>;
    struct State
    {
        Executor *executor = nullptr;
        std::optional<T> value; // on the executor's thread only
        std::coroutine_handle<> waiter;

        void deliver(T delivered)
        {
            value.emplace(std::move(delivered));
            if (!waiter)
                return;
            --executor->m_awaiting;
            std::exchange(waiter, nullptr).resume();
        }
    };
    explicit Future(std::shared_ptr<State> state)
        : m_state(std::move(state))
    {}

    std::shared_ptr<State> m_state;
};

template <typename T> class Promise
{
public:
    /// The future is awaited on `executor`'s thread.
    explicit Promise(Executor &executor)
        : m_state(std::make_shared<typename Future<T>::State>())
    {
        m_state->executor = &executor;
    }

    Future<T> future() const { return Future<T>(m_state); }

    /// Once, from any thread.
    void set(T value) const
    {
        m_state->executor->post(
            [state = m_state, held = std::make_shared<T>(std::move(value))] { state->deliver(std::move(*held)); });
    }

private:
    std::shared_ptr<typename Future<T>::State> m_state;
};

} // namespace beaver::ops
