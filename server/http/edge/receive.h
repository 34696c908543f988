#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>

namespace beaver::http {

/// recv() of at most `most` bytes onto the end of `to`, whose new room isn't filled with zeros first. What recv()
/// gives.
ssize_t receiveOnto(std::string &to, int descriptor, std::size_t most);

} // namespace beaver::http
