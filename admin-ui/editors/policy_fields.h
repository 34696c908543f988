#pragma once

#include <admin-ui/editors/form_spec.h>

namespace beaver::admin {

/// A pricing policy, in `form`: which one, and the prices that it takes. The record's `pricing_policy` is what it
/// begins with; `none`: how the choice of none of its own is called.
void addPolicyFields(FormSpec &form, const QString &none);
/// What those fields begin with; `text` is a `pricing_policy` as the server names it.
QVariantMap policyMembers(const QString &text);
/// What the calls of the last 30 days would have brought with it.
Forecast policyForecast(const JsonValue &told, Session &session);

} // namespace beaver::admin
