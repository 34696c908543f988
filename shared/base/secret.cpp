#include <shared/base/secret.h>

#include <utility>

namespace beaver {

Secret::Secret(Secret &&other) noexcept
    : m_text(std::move(other.m_text))
{
    other.wipe();
}

Secret &Secret::operator=(const Secret &other)
{
    if (this != &other) {
        wipe();
        m_text = other.m_text;
    }
    return *this;
}

Secret &Secret::operator=(Secret &&other) noexcept
{
    if (this != &other) {
        wipe();
        m_text = std::move(other.m_text);
        other.wipe();
    }
    return *this;
}

Secret::~Secret()
{
    wipe();
}

bool Secret::equals(std::string_view other) const
{
    unsigned difference = m_text.size() == other.size() ? 0 : 1;
    for (std::size_t at = 0; at < m_text.size(); ++at)
        difference |=
            static_cast<unsigned char>(m_text[at]) ^ static_cast<unsigned char>(at < other.size() ? other[at] : 0);
    return difference == 0;
}

void Secret::wipe()
{
    volatile char *byte = m_text.data();
    for (std::size_t left = m_text.size(); left > 0; --left)
        *byte++ = 0;
    m_text.clear();
}

} // namespace beaver
