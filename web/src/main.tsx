import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { Crash } from "./app/Crash";
import { createClient } from "./app/client";
import { addressOf } from "./app/router";
import { applyTheme } from "./app/theme";
import { keepFocus } from "./controls/keepFocus";
import "./styles/index.css";

const address = addressOf(location.pathname);
if (address) history.replaceState(null, "", address);
const client = createClient();
applyTheme(client.store);
const root = document.getElementById("root") as HTMLElement;
keepFocus(root);
createRoot(root).render(
  <StrictMode>
    <Crash>
      <App client={client} />
    </Crash>
  </StrictMode>,
);
