#include <admin-ui/editors/mailed_token.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

QString mailedToken(const QString &pasted)
{
    constexpr auto mark = "#token="_L1;
    const qsizetype at = pasted.indexOf(mark);
    return (at < 0 ? pasted : pasted.mid(at + mark.size())).trimmed();
}

} // namespace beaver::admin
