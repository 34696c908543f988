#include <QStringList>

#include <admin-ui/models/plain_record.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

QVariantMap plainRecord(const JsonValue &json)
{
    QVariantMap map;
    for (std::size_t i = 0; i < json.items().size(); ++i) {
        const JsonValue &item = json.items()[i];
        if (!item.isObject() && !item.isArray() && !item.isNull())
            map[json.names()[i]] = item.plain();
        else if (item.isArray()) {
            QStringList texts;
            for (const JsonValue &each : item.items())
                texts.append(each.plain());
            map[json.names()[i]] = texts.join(u", "_s);
        }
    }
    map[u"json"_s] = json.pretty();
    return map;
}

} // namespace beaver::admin
