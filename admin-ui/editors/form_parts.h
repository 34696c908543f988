#pragma once

#include <admin-ui/editors/form_spec.h>

#include <map>

// The forms by what they are about, joined by formSpec().
namespace beaver::admin {

using Forms = std::map<QString, FormSpec>; ///< by kind

/// A text of the context "Forms".
QString say(const char *text);

/// Each limit and budget with its shadow, as the server names them.
std::vector<FieldSpec> limitFields();

Forms accountForms();
Forms moneyForms(); ///< what is booked: top-ups, adjustments, refunds, invoices, vouchers
Forms keyForms();
Forms projectForms();
Forms limitForms(); ///< plans, limits and budgets
Forms pricingForms();
Forms endpointForms();
Forms settingsForms(); ///< who is told what, and who may come in
Forms ownForms();      ///< what somebody changes about themselves

} // namespace beaver::admin
