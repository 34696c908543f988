#pragma once

#include <server/relay/types.h>
#include <shared/base/result.h>

#include <memory>
#include <string>
#include <string_view>

namespace beaver::http {

/// A chat of any dialect as the relay takes it. What it tells the gateway itself (`models`, `provider`, `cache`, …) is
/// taken out of the body. `model` and `stream`: named by the path.
Result<std::shared_ptr<relay::Call>> decodeChat(wire::Dialect dialect, std::string body, std::string_view model = {},
                                                bool stream = false);

/// A call that isn't a chat.
Result<std::shared_ptr<relay::Call>> decodeUnitCall(wire::UnitKind kind, std::string body,
                                                    std::string_view contentType);

} // namespace beaver::http
