#include <server/wire/gemini_models.h>

namespace beaver::wire {

GeminiTraits geminiTraits(std::string_view model)
{
    GeminiTraits traits;
    if (const std::size_t slash = model.rfind('/'); slash != std::string_view::npos)
        model.remove_prefix(slash + 1);
    if (model.starts_with("gemma-")) {
        traits.takesSystem = traits.thinks = false;
        return traits;
    }
    constexpr std::string_view family = "gemini-";
    if (!model.starts_with(family) || model.size() <= family.size())
        return traits;
    const char generation = model[family.size()];
    const bool pro = model.find("-pro") != std::string_view::npos;
    if (generation == '1' || model.starts_with("gemini-2.0"))
        traits.thinks = false;
    if (generation >= '3' && generation <= '9') {
        traits.levels = traits.asksForSignatures = traits.searchesPricedSingly = true;
        traits.mediumLevel = !model.starts_with("gemini-3-pro");
    }
    traits.mustThink = pro;
    if (pro)
        traits.mostBudget = 32'768;
    return traits;
}

} // namespace beaver::wire
