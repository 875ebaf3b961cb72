import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ProviderSignIn } from "./accounts/provider";
import { App, sessionEnded } from "./app/App";
import { Crash } from "./app/Crash";
import { createClient, pageStore, takeEnded } from "./app/client";
import { addressOf } from "./app/router";
import { applyTheme } from "./app/theme";
import { keepFocus } from "./controls/keepFocus";
import "./styles/index.css";

const address = addressOf(location.pathname);
if (address) history.replaceState(null, "", address);
const isSignInComplete = await ProviderSignIn.complete(pageStore());
const client = createClient();
const notice = isSignInComplete ? (takeEnded() ? sessionEnded : undefined) : "Sign-in failed. Try again.";
applyTheme(client.store);
const root = document.getElementById("root") as HTMLElement;
keepFocus(root);
createRoot(root).render(
  <StrictMode>
    <Crash>
      <App client={client} notice={notice} />
    </Crash>
  </StrictMode>,
);
