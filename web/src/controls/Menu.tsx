import { Fragment, useState } from "react";
import { Icon, type IconName } from "./Icon";
import { Popover } from "./Popover";
import { rove } from "./rove";

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  readonly danger?: boolean;
  /** Whether a separator comes before it. */
  readonly apart?: boolean;
  /** A heading before it. */
  readonly heading?: string;
  /** The shortcut that does the same. */
  readonly keys?: string | undefined;
  /** For choices: whether it is selected. */
  readonly checked?: boolean;
  readonly onSelect: () => void;
}

/** A button with a menu. Arrow keys move among the items. */
export function Menu({
  label,
  className,
  items,
  tabIndex,
  children,
}: {
  label: string;
  className: string;
  items: readonly MenuItem[];
  tabIndex?: number;
  children: React.ReactNode;
}) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <button
        className={className}
        type="button"
        tabIndex={tabIndex}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(anchor ? null : event.currentTarget)}
      >
        {children}
      </button>
      {anchor && (
        <Popover anchor={anchor} label={label} role="menu" onClose={() => setAnchor(null)}>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: moves the focus among the items of the menu around it */}
          <div onKeyDown={(event) => rove(event, "button")}>
            {items.map((item) => (
              <Fragment key={item.label}>
                {(item.apart || item.heading) && <hr className="menu-line" />}
                {item.heading && <div className="menu-heading">{item.heading}</div>}
                {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: aria-checked is there for radio items only */}
                <button
                  className="menu-item"
                  type="button"
                  role={item.checked === undefined ? "menuitem" : "menuitemradio"}
                  aria-checked={item.checked}
                  aria-keyshortcuts={item.keys?.replace("Ctrl", "Control")}
                  data-danger={item.danger}
                  onClick={() => {
                    setAnchor(null);
                    item.onSelect();
                  }}
                >
                  {item.icon && <Icon name={item.icon} />}
                  <span>{item.label}</span>
                  {item.keys && <small>{item.keys}</small>}
                  {item.checked && <Icon name="check" className="menu-check" />}
                </button>
              </Fragment>
            ))}
          </div>
        </Popover>
      )}
    </>
  );
}
