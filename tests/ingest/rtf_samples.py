"""An RTF file for the tests, written by hand with what word processors write."""

RTF = r"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Times New Roman;}
{\f1\fswiss\fcharset0 Arial{\*\falt Arial};}}
{\colortbl;\red0\green0\blue0;\red255\green255\blue255;\red0\green0\blue128;}
{\stylesheet{\ql\snext0 Normal;}{\s1\outlinelevel0\sbasedon0 heading 1;}{\s2\sbasedon0 heading 2;}{\s3\sbasedon1 Own;}
{\*\cs10 Default;}{\s9 toc 1;}}
{\*\listtable{\list{\listlevel{\leveltext\'01\u8226 ?;}}}}
{\info{\title Recovery policy}{\author Keller}{\creatim\yr2020\mo1\dy2}{\revtim\yr2025\mo3\dy1\hr9\min30}}
{\header\pard\plain Northgate \u8211\'96 internal\par}{\headerf\pard\plain Northgate \endash  internal\par}
{\footer\pard\plain Page {\field{\*\fldinst PAGE}{\fldrslt }}\par}
\pard\plain\s9 Recovery targets\tab 1\par
\pard\plain\s3\b Recovery {\i targets}\par
\pard\plain Orders must be back\tab within \ldblquote four\rdblquote\line hours.{\super\chftn{\footnote\pard\plain \chftn
Measured from the alarm.}}{\*\atnid K}{\*\atnauthor Keller}\chatn{\*\annotation{\*\atndate 1}\pard\plain Is that enough?}
{\xe {\v index entry}}\par
\pard\plain Billing can wait a day.{\v  Hidden by format.}{\cf2  White on white.}{\fs2  Too small.}\par
Kept, {\deleted\revauthdel1 deleted words}{\revised and inserted}.\par
\pard\plain{\listtext\pard\plain\f1 \'b7\tab}\ls1\ilvl0 first item\par
{\listtext\pard\plain\f1 \'b7\tab}second item\par
\trowd\trhdr\cellx1000\cellx2000\cellx3000\pard\plain\intbl System\cell RTO\cell RPO\cell\row
\trowd\cellx1000\cellx2000\cellx3000\pard\plain\intbl Orders\cell 4 h\cell 15 min\cell\row
\trowd\clcbpat3\cellx2010\cellx3000\pard\plain\intbl{\cf2 Both}\cell 1 h\cell\row
\pard\plain See {\field{\*\fldinst HYPERLINK "http://example.com"}{\fldrslt the site}} for more.
{\shp{\*\shpinst{\sp{\sn fill}{\sv 1}}
{\shptxt\pard\plain In a box.\par}}{\shprslt{\*\do{\dptxbxtext\pard In a box.\par}}}}{\*\shppict{\pict\jpegblip ffd8ffe0}}
{\object\objemb{\*\objdata 0105 objdata}{\result{\pict ffd8}}}\par
\pard\plain\s2 Ownership\par
\pard\plain Operations owns it.\par}
"""


def rtf() -> bytes:
    """A file with headings, notes, lists, a table, fields, hidden and deleted text, a box, a picture and an object."""
    return RTF.encode("ascii")
