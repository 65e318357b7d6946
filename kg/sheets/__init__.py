"""Spreadsheets: tables of statements or entities into the data, and the data as such tables.

`delimited` and `workbook` read files into tables of cells, `layouts` says what the columns are, `rows` what
each row claims, `judging` what is new, known, conflicting or wrong; `importing` and `addition` write.
`writing` is the way back.
"""
