#include <server/ops/sealing.h>
#include <sodium.h>

#include <cstdlib>

namespace beaver::ops {

namespace {

constexpr char version = 1;
constexpr std::size_t nonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const unsigned char *bytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

unsigned char *bytes(std::string &text, std::size_t from)
{
    return reinterpret_cast<unsigned char *>(text.data() + from);
}

} // namespace

CredentialBox::CredentialBox(const Secret &masterKey)
{
    static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == 32);
    // Any call after the first does nothing.
    if (sodium_init() < 0)
        std::abort();
    // libsodium derives from 32 uniform bytes; the master key is any text of at least that many.
    std::array<std::uint8_t, crypto_kdf_KEYBYTES> root{};
    const std::string &master = masterKey.reveal();
    crypto_generichash(root.data(), root.size(), bytes(master), master.size(), nullptr, 0);
    crypto_kdf_derive_from_key(m_key.data(), m_key.size(), 1, "provcred", root.data());
    sodium_memzero(root.data(), root.size());
}

CredentialBox::~CredentialBox()
{
    sodium_memzero(m_key.data(), m_key.size());
}

std::string CredentialBox::seal(const Secret &credential, std::string_view owner) const
{
    const std::string &plain = credential.reveal();
    std::string sealed(1 + nonceBytes + plain.size() + tagBytes, '\0');
    sealed[0] = version;
    randombytes_buf(bytes(sealed, 1), nonceBytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(sealed, 1 + nonceBytes), nullptr, bytes(plain), plain.size(),
                                               bytes(owner), owner.size(), nullptr, bytes(sealed, 1), m_key.data());
    return sealed;
}

Result<Secret> CredentialBox::open(std::string_view sealed, std::string_view owner) const
{
    const Error broken{ErrorCode::Unavailable,
                       "The credential of '" + std::string(owner) +
                           "' can't be opened: it was sealed with another master key (BEAVER_SECRET_KEY), or damaged.",
                       "BEAVER_SECRET_KEY",
                       "sealed_credential",
                       {},
                       0};
    if (sealed.size() < 1 + nonceBytes + tagBytes || sealed.front() != version)
        return broken;
    const std::string_view nonce = sealed.substr(1, nonceBytes);
    const std::string_view rest = sealed.substr(1 + nonceBytes);
    std::string plain(rest.size() - tagBytes, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes(plain, 0), nullptr, nullptr, bytes(rest), rest.size(),
                                                   bytes(owner), owner.size(), bytes(nonce), m_key.data()) != 0)
        return broken;
    return Secret(std::move(plain));
}

} // namespace beaver::ops
