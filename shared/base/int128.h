#pragma once

namespace beaver {

/// 128 bits for sums and products of money and prices; gcc and clang have them on every platform that Beaver runs on.
__extension__ using Int128 = __int128;
__extension__ using UInt128 = unsigned __int128;

} // namespace beaver
