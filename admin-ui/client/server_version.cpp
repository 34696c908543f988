#include <QVersionNumber>

#include <admin-ui/client/server_version.h>

namespace beaver::admin {

bool isTooOld(const QString &server)
{
    const auto version = QVersionNumber::fromString(server);
    return !version.isNull() && version < QVersionNumber::fromString(QLatin1StringView(oldestServer));
}

ServerAge serverAge(const QString &server, const QString &console)
{
    const auto make = [](const QString &text) {
        const auto version = QVersionNumber::fromString(text);
        return version.isNull()
                   ? version
                   : QVersionNumber(version.majorVersion(), version.majorVersion() == 0 ? version.minorVersion() : 0);
    };
    const auto theirs = make(server);
    const auto ours = make(console);
    if (theirs.isNull() || ours.isNull() || theirs == ours)
        return ServerAge::Fits;
    return theirs < ours ? ServerAge::Older : ServerAge::Newer;
}

} // namespace beaver::admin
