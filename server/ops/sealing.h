#pragma once

#include <shared/base/result.h>
#include <shared/base/secret.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace beaver::ops {

/// Seals credentials for the database: XChaCha20-Poly1305 under a key derived from the master key for this purpose
/// alone. Any thread.
class CredentialBox
{
public:
    explicit CredentialBox(const Secret &masterKey);
    CredentialBox(const CredentialBox &) = delete;
    CredentialBox &operator=(const CredentialBox &) = delete;
    ~CredentialBox();

    /// Bytes for the database: a version, a random nonce, what is sealed. They open only for the same `owner` (the
    /// row's id), so that nobody who writes to the database moves a credential to an address of their own.
    std::string seal(const Secret &credential, std::string_view owner) const;
    /// An error (reason `sealed_credential`) where the bytes, the owner or the master key are others.
    Result<Secret> open(std::string_view sealed, std::string_view owner) const;

private:
    std::array<std::uint8_t, 32> m_key{};
};

} // namespace beaver::ops
