#pragma once

#include <admin-ui/editors/form_spec.h>

#include <map>

namespace beaver::admin {

/// A model's list prices that a form doesn't show: those of other buckets, and those that hold from more input tokens
/// on. A price is set as a whole, so they go along as they are.
class KeptPrices
{
public:
    /// `record`: a model as the server has it; empty where none is known.
    KeptPrices(const FormSpec &form, const std::optional<JsonValue> &record);

    /// What is said of them; empty: there are none.
    QString text() const;
    /// `list_prices` of these members, which were entered, and the others.
    std::string withEntered(const std::map<QString, std::string> &entered) const;

private:
    std::vector<std::pair<QString, JsonValue>> m_others; ///< of the first tier
    std::vector<JsonValue> m_tiers;                      ///< behind the first
};

} // namespace beaver::admin
