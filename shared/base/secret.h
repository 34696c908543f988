#pragma once

#include <string>
#include <string_view>

namespace beaver {

/// A secret text: it has no stream operator and no conversion, is wiped when it dies, and compares in constant time.
class Secret
{
public:
    Secret() = default;
    explicit Secret(std::string text)
        : m_text(std::move(text))
    {}
    Secret(const Secret &) = default;
    Secret(Secret &&other) noexcept;
    Secret &operator=(const Secret &other);
    Secret &operator=(Secret &&other) noexcept;
    ~Secret();

    bool isEmpty() const { return m_text.empty(); }
    /// The one way to the text; call it where the secret leaves for its purpose, never in a message.
    const std::string &reveal() const { return m_text; }
    bool operator==(const Secret &other) const { return equals(other.m_text); }
    /// Constant time in the length of the secret.
    bool equals(std::string_view other) const;

private:
    void wipe();

    std::string m_text;
};

} // namespace beaver
