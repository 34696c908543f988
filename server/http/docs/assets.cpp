#include <server/http/docs/assets.h>

#include <array>

// The files themselves: .incbin costs the compiler nothing, however large they are.
#define BEAVER_ASSET(symbol, file)                                                                                     \
    __asm__(".section .rodata\n.global beaver_asset_" #symbol "\nbeaver_asset_" #symbol ":\n.incbin \"" BEAVER_ASSETS  \
            "/" file "\"\n.global beaver_asset_" #symbol "_end\nbeaver_asset_" #symbol "_end:\n.byte 0\n.previous\n"); \
    extern "C" const char beaver_asset_##symbol[];                                                                     \
    extern "C" const char beaver_asset_##symbol##_end[];

BEAVER_ASSET(docs, "docs.html")
BEAVER_ASSET(redoc, "redoc.html")
BEAVER_ASSET(start_swagger, "start-swagger.js")
BEAVER_ASSET(start_redoc, "start-redoc.js")
BEAVER_ASSET(swagger_css, "swagger-ui.css")
BEAVER_ASSET(swagger_js, "swagger-ui-bundle.js")
BEAVER_ASSET(redoc_js, "redoc.standalone.js")

#define BEAVER_ASSET_TEXT(symbol)                                                                                      \
    std::string_view(beaver_asset_##symbol,                                                                            \
                     static_cast<std::size_t>(beaver_asset_##symbol##_end - beaver_asset_##symbol))

namespace beaver::http {

std::optional<Asset> findAsset(std::string_view name)
{
    struct Row
    {
        std::string_view name;
        Asset asset;
    };
    constexpr std::string_view html = "text/html; charset=utf-8";
    constexpr std::string_view script = "text/javascript; charset=utf-8";
    constexpr std::string_view style = "text/css; charset=utf-8";
    static const std::array<Row, 7> rows{{
        {"docs.html", {BEAVER_ASSET_TEXT(docs), html}},
        {"redoc.html", {BEAVER_ASSET_TEXT(redoc), html}},
        {"start-swagger.js", {BEAVER_ASSET_TEXT(start_swagger), script}},
        {"start-redoc.js", {BEAVER_ASSET_TEXT(start_redoc), script}},
        {"swagger-ui.css", {BEAVER_ASSET_TEXT(swagger_css), style}},
        {"swagger-ui-bundle.js", {BEAVER_ASSET_TEXT(swagger_js), script}},
        {"redoc.standalone.js", {BEAVER_ASSET_TEXT(redoc_js), script}},
    }};
    for (const Row &row : rows) {
        if (row.name == name)
            return row.asset;
    }
    return std::nullopt;
}

} // namespace beaver::http
