#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace beaver::identity {

/// One line of a key's referrer list, parsed once: an exact origin (`https://app.example.com:8443`), a host
/// (`app.example.com`, any scheme and port) or all hosts below one (`*.example.com`).
class ReferrerRule
{
public:
    static std::optional<ReferrerRule> parse(std::string_view text);

    /// `referrer`: a whole `Referer` or an `Origin`.
    bool allows(std::string_view referrer) const;

private:
    enum class Kind : std::uint8_t { Origin, Host, Below };
    Kind m_kind = Kind::Host;
    std::string m_text; ///< lower case; Below: with its leading dot
};

} // namespace beaver::identity
