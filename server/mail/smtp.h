#pragma once

#include <server/mail/header_text.h>
#include <shared/base/result.h>
#include <shared/base/secret.h>

#include <atomic>
#include <memory>
#include <string>
#include <string_view>

namespace beaver::mail {

/// Where mail goes out. From `SMTP_URL`: `smtp://[USER:PASSWORD@]HOST[:PORT]` or `smtps://…`, user and password
/// percent-encoded, and `?starttls=required|try|off`. Without it TLS is required as soon as a password is sent to
/// another machine, else taken where it is offered.
struct SmtpSettings
{
    std::string url; ///< scheme, host and port alone
    std::string user;
    Secret password;
    enum class Tls : std::uint8_t { Off, Try, Required } tls = Tls::Try;
    std::string caFile; ///< SMTP_CA_FILE; empty: the system's authorities
};
Result<SmtpSettings> parseSmtpUrl(std::string_view url);

/// What an attempt to send came to.
struct Delivery
{
    enum class Kind : std::uint8_t {
        Taken, ///< by the server
        Later, ///< no connection, a 4xx, or the server doesn't know us: try again
        Never, ///< a 5xx about this message
    } kind = Kind::Taken;
    std::string why; ///< for the operator; no secret
};

/// Sends one message at a time over a connection that it keeps (libcurl). Blocks: for a thread of its own.
class SmtpClient
{
public:
    /// `ending` cuts a delivery short when it becomes true.
    SmtpClient(SmtpSettings settings, Mailbox from, const std::atomic<bool> &ending);
    ~SmtpClient();

    struct Letter
    {
        std::string id;
        std::string to;
        std::string subject;
        std::string text;
        std::int64_t wallMs = 0;
    };
    Delivery send(const Letter &letter);

private:
    SmtpSettings m_settings;
    Mailbox m_from;
    const std::atomic<bool> &m_ending;
    void *m_curl = nullptr;
};

} // namespace beaver::mail
