#pragma once

#include <QPointer>

#include <admin-ui/client/api_error.h>

#include <cassert>
#include <functional>
#include <utility>
#include <variant>

namespace beaver::admin {

/// What a request brought: a value or an ApiError.
template <typename T> class [[nodiscard]] Outcome
{
public:
    Outcome(T value) // NOLINT(google-explicit-constructor): `return value;` is the point
        : m_state(std::in_place_index<0>, std::move(value))
    {}
    Outcome(ApiError error) // NOLINT(google-explicit-constructor)
        : m_state(std::in_place_index<1>, std::move(error))
    {}

    explicit operator bool() const { return m_state.index() == 0; }
    const T &operator*() const
    {
        assert(m_state.index() == 0);
        return *std::get_if<0>(&m_state);
    }
    const T *operator->() const { return &**this; }
    const ApiError &error() const
    {
        assert(m_state.index() == 1);
        return *std::get_if<1>(&m_state);
    }

private:
    std::variant<T, ApiError> m_state;
};

template <typename T> using Reply = std::function<void(Outcome<T>)>;

/// `function`, as long as `owner` lives: an answer for a closed page goes nowhere.
template <typename Function> auto whileAlive(QObject *owner, Function function)
{
    return [guard = QPointer<QObject>(owner), function = std::move(function)](auto &&...arguments) mutable {
        if (guard)
            function(std::forward<decltype(arguments)>(arguments)...);
    };
}

} // namespace beaver::admin
