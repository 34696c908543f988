#include <QString>
#include <QTimeZone>
#include <QUrl>

#include <server/identity/account_rules.h>
#include <server/identity/cidr.h>
#include <server/identity/referrer.h>

#include <algorithm>

namespace beaver::identity {

namespace {

constexpr std::size_t mostEntries = 256;
constexpr std::size_t longestEntry = 200;

bool isControl(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

Error badEmail(std::string_view given)
{
    std::string shown(given.substr(0, 100));
    std::erase_if(shown, isControl);
    return unprocessable("email", "email is \"" + shown + "\"; it takes an address such as name@example.com.");
}

bool isLocalPart(std::string_view local)
{
    static constexpr std::string_view signs = "!#$%&'*+-/=?^_`{|}~."; // RFC 5322, 3.2.3: dot-atom
    return !local.empty() && local.size() <= 64 && local.front() != '.' && local.back() != '.' &&
           local.find("..") == std::string_view::npos && std::ranges::all_of(local, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || signs.find(c) != std::string_view::npos;
           });
}

bool isDomain(std::string_view domain)
{
    if (domain.size() > 253 || domain.find('.') == std::string_view::npos)
        return false;
    while (!domain.empty()) {
        const std::size_t dot = domain.find('.');
        const std::string_view label = domain.substr(0, dot);
        const bool sound = !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
                           std::ranges::all_of(label, [](char c) {
                               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
                           });
        if (!sound || dot == domain.size() - 1)
            return false;
        domain = dot == std::string_view::npos ? std::string_view() : domain.substr(dot + 1);
    }
    return true;
}

/// The lists are stored with spaces between their entries.
template <typename Allowed>
Result<void> checkList(std::string_view field, const std::vector<std::string> &list, std::string_view takes,
                       Allowed allowed)
{
    const std::string name(field);
    if (list.size() > mostEntries)
        return unprocessable(name, name + " has " + std::to_string(list.size()) + " entries; it takes up to " +
                                       std::to_string(mostEntries) + ".");
    for (const std::string &entry : list) {
        const bool plain = !entry.empty() && entry.size() <= longestEntry &&
                           std::ranges::all_of(entry, [](char c) { return c > ' ' && c < 0x7f; });
        if (!plain || !allowed(std::string_view(entry))) {
            std::string shown = entry.substr(0, 100);
            std::erase_if(shown, isControl);
            return unprocessable(name, name + " holds \"" + shown + "\"; it takes " + std::string(takes) + ".");
        }
    }
    return {};
}

bool isScope(std::string_view scope)
{
    return scope.size() <= 64 && std::ranges::all_of(scope, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' || c == ':';
           });
}

} // namespace

Error unprocessable(std::string param, std::string message)
{
    return {ErrorCode::Unprocessable, std::move(message), std::move(param), {}, {}, 0};
}

Result<std::string> normaliseEmail(std::string_view email)
{
    // Normalisation is for addresses, not for whole documents.
    if (email.size() > 1000)
        return badEmail(email);
    const QString text = QString::fromUtf8(email.data(), static_cast<qsizetype>(email.size()))
                             .normalized(QString::NormalizationForm_KC)
                             .trimmed()
                             .toLower();
    const qsizetype at = text.indexOf(QLatin1Char('@'));
    if (at < 0)
        return badEmail(email);
    const std::string local = text.left(at).toStdString();
    const std::string domain = QUrl::toAce(text.mid(at + 1)).toStdString();
    if (!isLocalPart(local) || !isDomain(domain) || local.size() + domain.size() > 253)
        return badEmail(email);
    return local + "@" + domain;
}

Result<void> checkFullName(std::string_view name)
{
    if (name.size() > 200 || std::ranges::any_of(name, isControl))
        return unprocessable("full_name", "full_name takes up to 200 bytes without control characters.");
    return {};
}

Result<void> checkUsername(std::string_view name)
{
    if (name.size() > 64 || std::ranges::any_of(name, isControl))
        return unprocessable("username", "username takes up to 64 bytes without control characters.");
    return {};
}

Result<void> checkTimeZone(std::string_view name)
{
    if (name.size() <= 64 &&
        QTimeZone::isTimeZoneIdAvailable(QByteArray(name.data(), static_cast<qsizetype>(name.size()))))
        return {};
    return unprocessable("time_zone", "time_zone takes the name of an IANA time zone, such as UTC or Europe/Berlin.");
}

Result<void> checkStatus(std::string_view status)
{
    if (status == "active" || status == "suspended")
        return {};
    return unprocessable("status", "status takes active or suspended; an account is deleted with DELETE.");
}

Result<void> checkNewKey(const NewApiKey &key, std::int64_t nowMs)
{
    if (key.name.size() > 100 || std::ranges::any_of(key.name, isControl))
        return unprocessable("name", "name takes up to 100 bytes without control characters.");
    if (auto done = checkList("scopes", key.scopes, "names such as chat.completions", isScope); !done)
        return done;
    const auto isPermission = [](std::string_view text) {
        return text == "read" || text == "write" || text == "admin";
    };
    if (auto done = checkList("permissions", key.permissions, "read, write or admin", isPermission); !done)
        return done;
    const auto isPattern = [](std::string_view text) { return text.find('*') >= text.size() - 1; };
    if (auto done = checkList("allowed_models", key.allowedModels,
                              "model ids, or their beginnings with one * at the end", isPattern);
        !done)
        return done;
    const auto isNetwork = [](std::string_view text) { return Cidr::parse(text).has_value(); };
    if (auto done = checkList("allowed_ips", key.allowedIps,
                              "addresses and networks such as 192.0.2.0/24 or 2001:db8::/32", isNetwork);
        !done)
        return done;
    const auto isReferrer = [](std::string_view text) { return ReferrerRule::parse(text).has_value(); };
    if (auto done = checkList("allowed_referrers", key.allowedReferrers,
                              "origins such as https://app.example.com, or hosts such as *.example.com", isReferrer);
        !done)
        return done;
    if (key.requestCap && *key.requestCap < 1)
        return unprocessable("request_cap", "request_cap takes a number from 1.");
    if (key.expiresAtMs && *key.expiresAtMs <= nowMs)
        return unprocessable("expires_at", "expires_at lies in the past; it takes a time to come.");
    return {};
}

} // namespace beaver::identity
