#pragma once

#include <QString>

#include <admin-ui/editors/form_spec.h>

#include <string>

namespace beaver::admin {

/// What was typed in a field, as JSON for the request; or what is wrong with it, for its reader.
struct FieldJson
{
    std::string json = {};
    QString problem = {}; ///< empty where it is sound
};

/// By the field's kind. `typed` has no spaces around it, and is empty where the field may be.
FieldJson fieldJson(const FieldSpec &field, const QString &typed);
/// A time of the server as a field of the kind `day` shows it: the start of a day in UTC without its hours.
QString dayText(const QString &rfc3339);
std::string jsonText(const QString &text);

} // namespace beaver::admin
