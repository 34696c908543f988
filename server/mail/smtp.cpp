#include <curl/curl.h>
#include <server/mail/smtp.h>

#include <algorithm>
#include <array>

namespace beaver::mail {

namespace {

Error badUrl(const std::string &why)
{
    return invalid("SMTP_URL",
                   "SMTP_URL takes smtp://USER:PASSWORD@HOST:PORT or smtps://…, user and password percent-encoded, and "
                   "?starttls=required, try or off at its end: " +
                       why + ".");
}

std::string decoded(std::string_view text)
{
    int length = 0;
    char *plain = curl_easy_unescape(nullptr, text.data(), static_cast<int>(text.size()), &length);
    std::string copy = plain ? std::string(plain, static_cast<std::size_t>(length)) : std::string();
    curl_free(plain);
    return copy;
}

bool isHere(std::string_view host)
{
    return host.starts_with("127.") || host == "localhost" || host == "[::1]";
}

int stopWhenEnding(void *ending, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    return static_cast<const std::atomic<bool> *>(ending)->load() ? 1 : 0;
}

struct Lists
{
    curl_slist *headers = nullptr;
    curl_slist *recipients = nullptr;
    curl_slist *alternative = nullptr;
    curl_mime *mime = nullptr;

    Lists() = default;
    Lists(const Lists &) = delete;
    Lists &operator=(const Lists &) = delete;
    ~Lists()
    {
        curl_slist_free_all(headers);
        curl_slist_free_all(recipients);
        curl_slist_free_all(alternative);
        curl_mime_free(mime);
    }
};

void addPart(curl_mime *to, const std::string &content, const char *type)
{
    curl_mimepart *part = curl_mime_addpart(to);
    curl_mime_data(part, content.data(), content.size());
    curl_mime_type(part, type);
    curl_mime_encoder(part, "quoted-printable");
}

} // namespace

Result<SmtpSettings> parseSmtpUrl(std::string_view url)
{
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos)
        return badUrl("there is no scheme");
    const std::string_view name = url.substr(0, scheme);
    if (name != "smtp" && name != "smtps")
        return badUrl("the scheme is another");
    std::string_view rest = url.substr(scheme + 3);
    if (std::ranges::any_of(rest, [](char c) { return c <= ' ' || c == 0x7f; }))
        return badUrl("there is a space in it");
    std::string_view query;
    if (const std::size_t mark = rest.find('?'); mark != std::string_view::npos) {
        query = rest.substr(mark + 1);
        rest = rest.substr(0, mark);
    }
    if (rest.ends_with('/'))
        rest.remove_suffix(1);
    SmtpSettings settings;
    if (const std::size_t at = rest.rfind('@'); at != std::string_view::npos) {
        const std::string_view who = rest.substr(0, at);
        const std::size_t colon = who.find(':');
        settings.user = decoded(who.substr(0, colon));
        if (colon != std::string_view::npos)
            settings.password = Secret(decoded(who.substr(colon + 1)));
        rest = rest.substr(at + 1);
    }
    const std::string_view host = rest.substr(0, rest.starts_with('[') ? rest.find(']') + 1 : rest.find(':'));
    if (host.empty() || host.find('/') != std::string_view::npos)
        return badUrl("there is no host");
    settings.url = std::string(name) + "://" + std::string(rest);
    using Tls = SmtpSettings::Tls;
    settings.tls = !settings.user.empty() && !isHere(host) ? Tls::Required : Tls::Try;
    if (query == "starttls=required")
        settings.tls = Tls::Required;
    else if (query == "starttls=try")
        settings.tls = Tls::Try;
    else if (query == "starttls=off")
        settings.tls = Tls::Off;
    else if (!query.empty())
        return badUrl("what follows the ? is another");
    return settings;
}

SmtpClient::SmtpClient(SmtpSettings settings, Mailbox from, const std::atomic<bool> &ending)
    : m_settings(std::move(settings))
    , m_from(std::move(from))
    , m_ending(ending)
    , m_curl(curl_easy_init())
{}

SmtpClient::~SmtpClient()
{
    curl_easy_cleanup(m_curl);
}

Delivery SmtpClient::send(const Letter &letter)
{
    CURL *curl = m_curl;
    curl_easy_reset(curl); // keeps the connection
    Lists lists;
    const std::string sender = "<" + m_from.address + ">";
    const std::string recipient = "<" + letter.to + ">";
    std::array<char, CURL_ERROR_SIZE> text{};

    curl_easy_setopt(curl, CURLOPT_URL, m_settings.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_PROXY, ""); // whatever the environment says
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 15L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 90L);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, text.data());
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, stopWhenEnding);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &m_ending);
    switch (m_settings.tls) {
    case SmtpSettings::Tls::Off:
        curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_NONE));
        break;
    case SmtpSettings::Tls::Try:
        curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_TRY));
        break;
    case SmtpSettings::Tls::Required:
        curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
        break;
    }
    if (!m_settings.caFile.empty())
        curl_easy_setopt(curl, CURLOPT_CAINFO, m_settings.caFile.c_str());
    if (!m_settings.user.empty()) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, m_settings.user.c_str());
        curl_easy_setopt(curl, CURLOPT_PASSWORD, m_settings.password.reveal().c_str());
    }
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, sender.c_str());
    lists.recipients = curl_slist_append(nullptr, recipient.c_str());
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, lists.recipients);

    for (const auto &header : headersOf(m_from, letter.to, letter.subject, letter.id, letter.wallMs))
        lists.headers = curl_slist_append(lists.headers, header.c_str());
    lists.mime = curl_mime_init(curl);
    // Plain text first: a reader shows the last form that it can (RFC 2046, 5.1.4).
    curl_mime *forms = curl_mime_init(curl);
    addPart(forms, withCrLf(letter.text), "text/plain; charset=utf-8");
    addPart(forms, withCrLf(htmlOf(letter.text)), "text/html; charset=utf-8");
    curl_mimepart *both = curl_mime_addpart(lists.mime);
    curl_mime_subparts(both, forms);
    curl_mime_type(both, "multipart/alternative");
    lists.alternative = curl_slist_append(nullptr, "Content-Disposition: inline");
    curl_mime_headers(both, lists.alternative, 0);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, lists.headers);
    curl_easy_setopt(curl, CURLOPT_MIMEPOST, lists.mime);

    const CURLcode code = curl_easy_perform(curl);
    long reply = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
    curl_easy_setopt(curl, CURLOPT_MIMEPOST, nullptr);
    if (code == CURLE_OK)
        return {};
    Delivery delivery;
    // A refusal of ourselves or of our login is the operator's to mend; the message is as good as before.
    const bool ofMessage = reply >= 500 && reply < 600 && code != CURLE_LOGIN_DENIED && code != CURLE_USE_SSL_FAILED &&
                           reply != 530 && reply != 535;
    delivery.kind = ofMessage ? Delivery::Kind::Never : Delivery::Kind::Later;
    delivery.why = text.front() != '\0' ? text.data() : curl_easy_strerror(code);
    if (reply >= 400)
        delivery.why += " (" + std::to_string(reply) + ")";
    return delivery;
}

} // namespace beaver::mail
