Redoc.init("openapi.json", { hideDownloadButton: false, requiredPropsFirst: true, sortPropsAlphabetically: false }, document.getElementById("redoc"));
