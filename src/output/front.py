import os
import re
import sys

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt

nan, inf = float("nan"), float("inf")
# line styles 1 to 7 (and 14 to 20 with other dashes), which colour-blind readers tell apart
COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"]
DASHES = ["1", "(12,4)", "(4,3)", "(12,3,3,3)", "1", "(12,4)", "(4,3)"]
MARKERS = {"1": "+", "2": "x", "3": "*", "4": "s", "5": "s", "6": "o", "7": "o", "8": "^", "9": "^", "10": "v", "11": "v", "12": "D", "13": "D"}
plt.rcParams.update({
    "font.size": 8, "axes.labelsize": 8, "legend.fontsize": 8, "xtick.labelsize": 7, "ytick.labelsize": 7,
    "font.family": "sans-serif", "font.sans-serif": ["Helvetica", "Arial", "Liberation Sans", "DejaVu Sans"],
    "mathtext.fontset": "dejavusans", "axes.linewidth": 0.5, "xtick.major.width": 0.5, "ytick.major.width": 0.5,
    "xtick.minor.width": 0.3, "ytick.minor.width": 0.3, "axes.spines.top": False, "axes.spines.right": False,
    "axes.labelpad": 2, "xtick.major.pad": 2.5, "ytick.major.pad": 2.5, "axes.grid": True, "grid.color": "#e4e4e4", "grid.linewidth": 0.4, "axes.axisbelow": True, "legend.frameon": False,
    "pdf.fonttype": 42, "svg.hashsalt": "shallowflow"})


NAMES = {}


def names(commands):
    """Colours that have a name of their own in gnuplot's commands."""
    NAMES.update(re.findall(r'(\w+) = "(#\w+)"', commands))


def look(style):
    """What a style of gnuplot such as "points ls 2 pt 6 ps 0.8" is called here."""
    found = dict(re.findall(r'\b(ls|pt|ps|lw|lc|dt) (?:rgb )?("[^"]*"|\S+)', style))
    number = int(found.get("ls", 1)) - 1
    k = number if number < 7 else number - 13 + 7
    colour = found.get("lc", COLOURS[k % 7]).strip('"')
    colour = NAMES.get(colour, colour) if colour[0] != "#" else colour
    if len(colour) == 9:  # gnuplot: transparency first
        colour = "#" + colour[3:] + format(255 - int(colour[1:3], 16), "02x")
    dash = found.get("dt", DASHES[(k + k // 7) % 7])
    kind = style.split(" ")[0]
    point = found.get("pt", str(k % 7 + 4))
    size = 5.6 * float(found.get("ps", 0.6)) if kind != "dots" else 0.5
    width = 0.55 * float(found.get("lw", 1.6 if "ls" in found else 1))
    dashes = [float(n) / 3 for n in dash.strip("()").split(",")]
    return {"color": colour, "linewidth": width,
            "linestyle": "none" if kind in ("points", "dots", "yerrorbars", "xerrorbars", "xyerrorbars") else "-" if len(dashes) == 1 else (0, dashes),
            "marker": "none" if kind in ("lines", "steps") else MARKERS.get(point, "o"), "markersize": size,
            "markerfacecolor": colour if point in ("5", "7", "9", "11", "13") or kind == "dots" else "none",
            "markeredgewidth": 0.6, "zorder": 2 if kind in ("lines", "steps") else 3}


def panel(left, bottom, right, top, letter=""):
    """Axes at a place of the page; the letter stands above their left end."""
    ax = figure.add_axes([left, bottom, right - left, top - bottom])
    ax.margins(0.02)
    ax.annotate(letter, (0, 1), xytext=(-1.2 / 2.54 * 72, 0.18 / 2.54 * 72), xycoords="axes fraction", textcoords="offset points")
    return ax


def axis(ax, name, label, scale="linear", low=None, high=None):
    """Label and scale of the axis x or y, and the ends that it has."""
    ax.set(**{name + "label": label})
    if scale == "log":  # what has no place on the axis is left out
        values = [nan]
        for line in ax.lines:
            own = [v if v > 0 else nan for v in getattr(line, f"get_{name}data")()]
            getattr(line, f"set_{name}data")(own)
            values += own
        values = [v for v in values if v > 0] or [1, 10]
        getattr(ax, f"set_{name}lim")(min(values), max(values))
    getattr(ax, f"set_{name}scale")(scale)
    if low is not None or high is not None:
        getattr(ax, f"set_{name}lim")(low, high)
    low, high = getattr(ax, f"get_{name}lim")()
    if scale == "log" and high < 30 * low:  # numbers between the decades
        own = getattr(ax, name + "axis")
        own.set_major_locator(matplotlib.ticker.LogLocator(subs=(1, 2, 5)))
        own.set_major_formatter("{x:g}")
        own.set_minor_formatter("")


def curve(ax, x, y, style, label="", se=None, ends=None, to=None):
    """A curve, with bars for standard errors of y, or from ends[0] to ends[1] along x, or lines by `to` from each point; ax.legend shows its label."""
    own = look(style)
    if to is not None:
        ax.quiver(x, y, *to, angles="xy", scale_units="xy", scale=1, color=own["color"], width=0.003, headwidth=1)
    elif se is None and ends is None:
        ax.plot(x, y, label=label, **own)
    else:
        along = None if ends is None else [[a - b for a, b in zip(x, ends[0])], [b - a for a, b in zip(x, ends[1])]]
        ax.errorbar(x, y, yerr=se, xerr=along, label=label, elinewidth=own["linewidth"] * 0.8, **own)


def mark(ax, x, label, height=0):
    """A vertical line with a label above the axes."""
    ax.axvline(x, color="#777777", linewidth=0.6, linestyle=(0, (4, 4)), zorder=1)
    place = ax.transAxes.inverted().transform(ax.transData.transform((x, 1)))[0]
    ax.annotate(label, (x, 1), xytext=(0, 4 + 10 * height), xycoords=("data", "axes fraction"), textcoords="offset points",
                ha="right" if place > 0.8 else "left" if place < 0.1 else "center")


def key(ax, columns, lines=0, inside=None):
    """The key, above the axes and so many other lines, or in a corner."""
    place = {"loc": inside.replace("top", "upper").replace("bottom", "lower")} if inside else {
        "loc": "lower left", "bbox_to_anchor": (0, 1), "borderaxespad": 0.2 + 1.3 * lines}
    ax.legend(ncol=columns, borderpad=0, handlelength=2.4, columnspacing=1, labelspacing=0.2, handletextpad=0.5, **place)


def title(ax, text):
    ax.annotate(text, (0, 1), xytext=(0, 5), xycoords="axes fraction", textcoords="offset points")


def extras(ax, commands):
    """Arrows, labels and distances of numbers, as gnuplot's commands give them."""
    number = r"(?:first )?([-+.\de]+),(?:first )?([-+.\de]+)"
    for line in commands.splitlines():
        arrow = re.match(r"set arrow (?:\d+ )?from " + number + " to " + number, line)
        label = re.match(r'set label (?:\d+ )?"(.*)" at ' + number, line)
        tics = re.match(r"set ([xy])tics ([.\de]+)$", line)
        if arrow:
            x, y, to_x, to_y = map(float, arrow.groups())
            ax.annotate("", (to_x, to_y), (x, y), arrowprops={"arrowstyle": "-" if "nohead" in line else "->", "linewidth": 0.6})
        elif label:
            ax.annotate(label[1], (float(label[2]), float(label[3])))
        elif tics:
            getattr(ax, tics[1] + "axis").set_major_locator(matplotlib.ticker.MultipleLocator(float(tics[2])))


def grid(x, y, z, scan, first):
    """Rows of a table, in which y changes fastest and the first stands at place `first`, as arrays for a contour plot."""
    skip = (scan - first) % scan
    cut = [values[skip:skip + scan * ((len(z) - skip) // scan)] for values in (x, y, z)]
    return cut[0][::scan], cut[1][:scan], [list(column) for column in zip(*(cut[2][k:k + scan] for k in range(0, len(cut[2]), scan)))]


def heat(ax, cells, levels, name, log, points):
    """A map: cells (left, right, bottom, top, value), contour lines through (x, y, values), a bar of colours."""
    from matplotlib import cm, collections, colors
    values = [cell[4] for cell in cells]
    norm = (colors.LogNorm if log else colors.Normalize)(min(values), max(values))
    patches = [[(l, b), (r, b), (r, t), (l, t)] for l, r, b, t, _ in cells]
    ax.add_collection(collections.PolyCollection(patches, facecolors=cm.viridis(norm(values)), edgecolors="face", linewidths=0.1))
    ax.grid(False)
    if levels:
        ax.contour(*points, levels=levels, colors="#202020", linewidths=0.5)
    box = ax.get_position()
    bar = figure.add_axes([box.x1 + 0.15 / 2.54 / figure.get_figwidth(), box.y0, 0.2 / 2.54 / figure.get_figwidth(), box.height])
    figure.colorbar(cm.ScalarMappable(norm, "viridis"), cax=bar, format="%g", **({"ticks": levels} if levels else {}))
    bar.minorticks_off()
    title(ax, name)


